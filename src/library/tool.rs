//! A tool as its server defines it.

use serde_json::Value;

use super::InputError;
use crate::import::read_tool;
use crate::model::Definition;

/// A tool as its server defines it: what the classifier reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tool(pub(super) Definition);

impl Tool {
    /// A tool of which only the name and the description are known.
    ///
    /// ```
    /// let tool = toolrisk::Tool::new("delete_branch", "Deletes a branch.");
    /// assert_eq!(tool.name(), "delete_branch");
    /// ```
    pub fn new(name: &str, description: &str) -> Self {
        Self(Definition {
            name: name.to_owned(),
            description: description.to_owned(),
            ..Definition::default()
        })
    }

    /// Reads one tool object of a `tools/list` result.
    ///
    /// A part of the object that is not as the protocol has it is left out, so that one bad key does not hide a
    /// tool.
    ///
    /// # Errors
    ///
    /// When the text is not JSON, or not an object with a name.
    ///
    /// ```
    /// let tool = toolrisk::Tool::from_json(
    ///     r#"{ "name": "get_issue", "inputSchema": { "type": "object", "properties": { "number": {} } } }"#,
    /// )?;
    /// assert_eq!(tool.name(), "get_issue");
    ///
    /// let error = toolrisk::Tool::from_json("{}").unwrap_err();
    /// assert_eq!(error.to_string(), "expected a tool object with a `name`");
    /// # Ok::<(), toolrisk::InputError>(())
    /// ```
    pub fn from_json(text: &str) -> Result<Self, InputError> {
        let object = json(text)?;
        Self::read(&object).ok_or_else(|| InputError::new("expected a tool object with a `name`"))
    }

    /// Reads all tools of a `tools/list` result, with or without the message around it.
    ///
    /// # Errors
    ///
    /// When the text is not JSON, has no list of tools, or a tool of it has no name.
    ///
    /// ```
    /// let tools = toolrisk::Tool::list_from_json(
    ///     r#"{ "tools": [{ "name": "get_issue" }, { "name": "close_issue" }] }"#,
    /// )?;
    /// assert_eq!(tools.len(), 2);
    /// # Ok::<(), toolrisk::InputError>(())
    /// ```
    pub fn list_from_json(text: &str) -> Result<Vec<Self>, InputError> {
        let message = json(text)?;
        let result = message.get("result").unwrap_or(&message);
        let tools = result.get("tools").unwrap_or(result).as_array();
        let tools =
            tools.ok_or_else(|| InputError::new("expected an object with a list of `tools`"))?;
        let mut read = Vec::with_capacity(tools.len());
        for (place, tool) in tools.iter().enumerate() {
            read.push(Self::read(tool).ok_or_else(|| {
                InputError::new(format!(
                    "expected a `name` in tool {} of the list",
                    place + 1
                ))
            })?);
        }
        Ok(read)
    }

    /// The tool's exact name.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    fn read(object: &Value) -> Option<Self> {
        read_tool(object).map(|read| Self(read.definition))
    }
}

fn json(text: &str) -> Result<Value, InputError> {
    serde_json::from_str(text).map_err(|error| InputError::new(format!("invalid JSON: {error}")))
}
