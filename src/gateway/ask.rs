//! Questions to the person at the client: MCP elicitation, in both ways of the protocol.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::envelope::Envelope;
use super::message::ToolCall;
use super::record::cut;
use crate::escape;
use crate::policy::Reservation;
use crate::wire::{Id, Members};

/// How a client can be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asking {
    /// By a request to the client, up to protocol version 2025-11-25.
    Request,
    /// By a result that requires input and a second call, from 2026-07-28 on.
    Result,
    /// Not at all.
    Never,
}

/// A call that waits for a person.
#[derive(Debug)]
pub(super) struct Question {
    /// The id of the call; the client still waits for its answer, unless the call is to come again.
    pub(super) id: Option<Id>,
    /// What is asked about.
    pub(super) call: ToolCall,
    /// The request, to be sent once it is approved.
    pub(super) read: Envelope,
    /// What is counted for it.
    pub(super) reserved: Reservation,
    /// The rule that asks.
    pub(super) rule: String,
}

/// The open questions.
#[derive(Debug)]
pub(super) struct Questions {
    /// Before every id: nobody else can know it, so nobody else can ask in the gateway's name.
    secret: String,
    last: u64,
    open: BTreeMap<u64, Question>,
}

/// Questions that can be open at once; the oldest goes when there are more.
const MOST: usize = 256;
/// Characters of a name or a reason that a question shows.
const SHORT: usize = 300;
/// The key of the gateway's input request.
pub(super) const INPUT: &str = "toolrisk-approval";

const META_VERSION: &str = "io.modelcontextprotocol/protocolVersion";
const META_CAPABILITIES: &str = "io.modelcontextprotocol/clientCapabilities";

impl Questions {
    pub(super) fn new(secret: &str) -> Self {
        Self {
            secret: format!("toolrisk-{secret}-"),
            last: 0,
            open: BTreeMap::new(),
        }
    }

    /// Opens a question; gives its token, and the question that had to go for it.
    pub(super) fn open(&mut self, question: Question) -> (String, Option<Question>) {
        self.last += 1;
        self.open.insert(self.last, question);
        let over = self.open.len() > MOST;
        let gone = over.then(|| self.open.pop_first()).flatten();
        (
            format!("{}{}", self.secret, self.last),
            gone.map(|(_, question)| question),
        )
    }

    /// Whether a token is the gateway's own, open or not.
    pub(super) fn owns(&self, token: &str) -> bool {
        token.starts_with(&self.secret)
    }

    /// Closes the question of a token.
    pub(super) fn close(&mut self, token: &str) -> Option<Question> {
        let number = token.strip_prefix(&self.secret)?.parse().ok()?;
        self.open.remove(&number)
    }

    /// Closes the question about the call with an id; gives its token too.
    pub(super) fn close_call(&mut self, id: &Id) -> Option<(String, Question)> {
        let mut open = self.open.iter();
        let (number, _) = open.find(|(_, question)| question.id.as_ref() == Some(id))?;
        let number = *number;
        let question = self.open.remove(&number)?;
        Some((format!("{}{number}", self.secret), question))
    }
}

/// Whether capabilities, as a client declares them, let it show a form.
pub(super) fn shows_forms(capabilities: &Value) -> bool {
    let elicitation = capabilities.get("elicitation").and_then(Value::as_object);
    elicitation.is_some_and(|modes| modes.contains_key("form") || !modes.contains_key("url"))
}

/// Whether a request is of the protocol from 2026-07-28 on, which says so in each request; and if so,
/// whether its client shows forms.
pub(super) fn modern(params: Option<&Members<'_>>) -> Option<bool> {
    let meta = params?.value("_meta")?;
    meta.get(META_VERSION)?;
    Some(meta.get(META_CAPABILITIES).is_some_and(shows_forms))
}

/// The question, in the form that elicitation has in both ways. `arguments` are those of the call as
/// they are [shown](super::shown).
pub(super) fn form(question: &Question, server: &str, reason: &str, arguments: &str) -> Value {
    let tool = cut(&escape::one_line(&question.call.tool), SHORT);
    let reason = cut(&escape::one_line(reason), SHORT);
    let server = cut(&escape::one_line(server), SHORT);
    json!({
        "message": format!(
            "Allow the call of `{tool}` on the MCP server `{server}`?\nWhy you are asked: {reason}\n{arguments}",
        ),
        "requestedSchema": {
            "type": "object",
            "properties": { "approve": {
                "type": "boolean", "title": "Allow this call", "default": false,
            } },
            "required": ["approve"],
        },
    })
}

/// What came back for a question. Whether a person or a program wrote it cannot be told from here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reply {
    /// Accepted, and ticked.
    Approved,
    /// Declined, or accepted without the tick.
    Declined,
    /// Closed, pushed out by newer questions, or not answered at all.
    Unanswered,
    /// The client answered with an error: it could not ask.
    Failed,
}

impl Reply {
    /// Reads an elicitation's result.
    pub(super) fn of(result: Option<&Value>) -> Self {
        let Some(result) = result else {
            return Self::Unanswered;
        };
        match result.get("action").and_then(Value::as_str) {
            Some("accept") if result.pointer("/content/approve") == Some(&Value::Bool(true)) => {
                Self::Approved
            }
            Some("accept" | "decline") => Self::Declined,
            _ => Self::Unanswered,
        }
    }

    /// Reads the client's answer to a request to ask.
    pub(super) fn of_answer(members: &Members<'_>) -> Self {
        if members.raw("error").is_some() {
            return Self::Failed;
        }
        Self::of(members.value("result").as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(arguments: Value) -> Question {
        Question {
            id: Some(Id::Number(1)),
            call: ToolCall {
                tool: "pay\u{202e}".to_owned(),
                arguments,
            },
            read: Envelope::of_client(r#"{"jsonrpc":"2.0","id":1,"method":"a"}"#).unwrap(),
            reserved: Reservation::default(),
            rule: String::new(),
        }
    }

    #[test]
    fn a_question_shows_everything_and_hides_nothing() {
        let asked = question(json!({ "to": "a\nArguments: {}\u{200b}" }));
        let arguments = crate::gateway::shown::lines(&asked.call.arguments, &[]).unwrap();
        let form = form(&asked, "bank", "Requires human approval.", &arguments);
        let text = form["message"].to_string();
        assert!(text.contains(r"pay\\u{202e}"), "{text}");
        assert!(text.contains(r"a\\nArguments: {}\\u200b"), "{text}");
    }

    #[test]
    fn only_a_ticked_and_accepted_form_is_a_yes() {
        let approved = json!({ "action": "accept", "content": { "approve": true } });
        assert_eq!(Reply::of(Some(&approved)), Reply::Approved);
        for (no, reply) in [
            (
                json!({ "action": "accept", "content": { "approve": false } }),
                Reply::Declined,
            ),
            (
                json!({ "action": "accept", "content": { "approve": "true" } }),
                Reply::Declined,
            ),
            (json!({ "action": "accept" }), Reply::Declined),
            (
                json!({ "action": "decline", "content": { "approve": true } }),
                Reply::Declined,
            ),
            (json!({ "action": "cancel" }), Reply::Unanswered),
            (json!({}), Reply::Unanswered),
        ] {
            assert_eq!(Reply::of(Some(&no)), reply, "{no}");
        }
        assert_eq!(Reply::of(None), Reply::Unanswered);
    }

    #[test]
    fn a_client_shows_forms_when_it_says_so() {
        for (capabilities, expected) in [
            (json!({ "elicitation": {} }), true),
            (json!({ "elicitation": { "form": {} } }), true),
            (json!({ "elicitation": { "form": {}, "url": {} } }), true),
            (json!({ "elicitation": { "url": {} } }), false),
            (json!({ "elicitation": true }), false),
            (json!({}), false),
        ] {
            assert_eq!(shows_forms(&capabilities), expected, "{capabilities}");
        }
    }

    #[test]
    fn old_questions_go_when_there_are_too_many() {
        let mut questions = Questions::new("s");
        for _ in 0..MOST {
            assert!(questions.open(question(json!({}))).1.is_none());
        }
        let (token, gone) = questions.open(question(json!({})));
        assert!(gone.is_some() && questions.owns(&token));
        assert!(questions.close(&token).is_some());
        assert!(questions.close(&token).is_none(), "an answer counts once");
    }
}
