//! Policies: which calls of a server pass.

use super::{InputError, Profile, Tool};
use crate::model::Server;
use crate::policy;
use crate::rules::weights::Surroundings;
use crate::rules::{Classifier, rate_tool};
use crate::source::{FileId, Span};

/// Which calls of one server pass, which wait for a person, and which are refused.
///
/// It is the content of a `policy.json`, and its text is read with [`str::parse`]. A text with a key that is not
/// known is refused as a whole, because a policy that is read in part lets too much through.
///
/// ```
/// let error = r#"{ "version": "1", "defualt": "deny" }"#.parse::<toolrisk::Policy>().unwrap_err();
/// assert!(error.to_string().starts_with("unknown field `defualt`"));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Policy(pub(super) policy::Policy);

impl Policy {
    /// The policy that the classifier recommends for a server's tools. It denies tools that are not among them.
    ///
    /// It does not look for orders to the model in the definitions, as the command line does: `toolrisk
    /// classify` and `toolrisk export` deny a tool with such a definition.
    ///
    /// ```
    /// use toolrisk::{Policy, Profile, Tool};
    ///
    /// let tools = [Tool::new("list_files", ""), Tool::new("delete_file", "")];
    /// let policy = Policy::recommended("filesystem", &tools, Profile::Recommended);
    /// assert!(policy.to_json().contains(r#""hide""#));
    /// assert_eq!(policy.to_json().parse(), Ok(policy));
    /// ```
    pub fn recommended(server: &str, tools: &[Tool], profile: Profile) -> Self {
        let nowhere = Span::whole(FileId(0));
        let around = Surroundings::of(server, server, tools.iter().map(Tool::name));
        let classifier = Classifier::built_in();
        let server = Server::bare(server, nowhere);
        let entries = tools
            .iter()
            .map(|tool| crate::model::Tool::bare(tool.0.clone(), nowhere));
        let entries: Vec<crate::model::Tool> = entries.collect();
        let rate = |tool| rate_tool(&classifier, &around, &server, tool);
        let rated: Vec<_> = entries.iter().map(rate).collect();
        Self(policy::recommend(&rated, profile))
    }

    /// The text of a `policy.json`.
    pub fn to_json(&self) -> String {
        self.0.json()
    }
}

impl std::str::FromStr for Policy {
    type Err = InputError;

    fn from_str(text: &str) -> Result<Self, InputError> {
        text.parse()
            .map(Self)
            .map_err(|error: policy::PolicyError| InputError::new(error.to_string()))
    }
}
