//! What a target cannot express: what the policy wants, what the document says in its place, and why. These are values;
//! their words stand here and nowhere else.

use std::fmt;

use serde::{Serialize, Serializer};

use super::capabilities::Sense;
use super::wording::words;
use crate::model::{Decision, Guard, Limit};

/// A part of a policy that a target cannot express.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Loss {
    /// The server's name in the user's own configuration.
    pub server: String,
    /// The tool; empty when it is the server as a whole.
    pub tool: String,
    /// What the policy says: `limit 30/minute`.
    #[serde(serialize_with = "in_words")]
    pub wanted: Wanted,
    /// What the document says in its place: `ask`.
    #[serde(serialize_with = "in_words")]
    pub instead: Instead,
    /// Why.
    #[serde(serialize_with = "in_words")]
    pub reason: Why,
    /// Whether a call can pass that the policy would refuse, or pass unasked that it would ask about. A
    /// question in place of a limit is not looser: no call passes that nobody saw.
    pub looser: bool,
}

/// What a policy wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// A decision on each call of a tool.
    Decision(Decision),
    /// A question about the calls with some arguments.
    SomeAsked,
    /// A limit on the calls of a tool.
    Limit(Limit),
    /// A limit on the calls of all tools together.
    LimitOverAll(Limit),
    /// A limit that does not count the calls that fail.
    LimitWithoutFailed(Limit),
    /// A rule on arguments.
    Rule(GuardRule),
    /// These tools run unasked.
    Allowed(Vec<String>),
    /// Tools that the policy does not name are allowed.
    OthersAllowed,
    /// Tools that the policy does not name are denied.
    OthersDenied,
    /// Prompts and resources are none of its business.
    PromptsAndResources,
    /// Another server is none of its business.
    OtherServer(String),
}

/// What a document says in place of what is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Instead {
    /// A decision on each call.
    Decision(Decision),
    /// A limit that counts otherwise.
    Limit(Limit),
    /// Another rule on arguments.
    Rule(GuardRule),
    /// No rule on arguments.
    NoRule,
    /// No limit.
    NoLimit,
    /// The rule, for calls that have the argument.
    Present,
    /// The tools that are known today are allowed.
    KnownAllowed,
    /// The tools that are known today are denied, and others are asked for.
    KnownDenied,
}

/// A rule on the arguments of a tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuardRule {
    guard: Guard,
    sense: Sense,
}

/// Why a target cannot express something, or not carry a name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[expect(missing_docs, reason = "the words are the documentation")]
pub enum Why {
    #[error("this product does not count calls")]
    CountsNothing,
    #[error("a limit must be at least 1")]
    LeastLimit,
    #[error("this product does not count tools with a dot in the name")]
    DottedName,
    #[error("tools cannot share a counter")]
    SharedCounter,
    #[error("the calls of all grants are not counted together")]
    GrantsApart,
    #[error("calls that fail count as well")]
    CountsFailed,
    #[error("its rules cannot read arguments")]
    ReadsNothing,
    #[error("its rules can only read top-level arguments")]
    TopLevel,
    #[error("only top-level arguments can be compared, with text, true or false")]
    TopLevelTexts,
    #[error("its rules cannot address the items of a list")]
    ListItems,
    #[error("this product has no such condition, or cannot negate it")]
    NoCondition,
    #[error("a rule cannot combine several conditions")]
    OneCondition,
    #[error("in this product, a condition on a missing argument is never true")]
    MissingArgument,
    #[error("its rules have no patterns")]
    NoPatterns,
    #[error("the pattern may mean something different in this product")]
    OtherPattern,
    #[error("this product compares values as text, so another spelling gets past it")]
    ComparesText,
    #[error("only the plainest spellings can be told from others")]
    PlainestSpellings,
    #[error("the argument is not known as text, a whole number, or true and false at the top")]
    UnknownType,
    #[error("the value has another type than the argument")]
    OtherType,
    #[error("this product treats values that print the same as equal")]
    PrintsAlike,
    #[error("engines read this number differently")]
    OddNumber,
    #[error("values can only be compared with text, true, false and exact numbers")]
    ExactValues,
    #[error("this product cannot ask a person")]
    AsksNobody,
    #[error("this product keeps denied tools in the tool list")]
    KeepsDenied,
    #[error("this product removes denied tools from the tool list")]
    RemovesDenied,
    #[error("it can only list known tools")]
    OnlyKnown,
    #[error("names may only have 1 to 128 letters, digits, `_`, `-`, `.` and `/`")]
    OddName,
    #[error("names may only have letters, digits, `-` and single `_`")]
    SingleUnderscores,
    #[error("this product skips tools with `/` or `..` in the name")]
    SkipsPaths,
    #[error("this product uses that name for the count of all tools")]
    NameOfTotals,
    #[error("with the server's it is longer than 63 characters, which are shortened")]
    LongName,
    #[error("{0}; give the server a shorter name in your configuration, and that name with --as")]
    ShorterServer(Box<Self>),
    #[error(
        "this product denies everything that no policy permits; permit `get_prompt` and `read_resource` with policies \
         of your own"
    )]
    DeniesUnpermitted,
    #[error(
        "rules that allow tools deny everything else; allow prompts and resources with rules of your own"
    )]
    DeniesUnnamed,
    #[error(
        "rules cannot tell a new tool from one in another list; in the mode `bypassPermissions` a new tool runs unasked"
    )]
    NewTools,
    #[error("no file can express this; start copilot with {0}")]
    OnlyFlags(String),
    #[error("`{server}_*` matches its tools too; give it a rule `{other}_*` after that")]
    Glob { server: String, other: String },
}

impl GuardRule {
    pub(super) fn new(guard: &Guard, sense: Sense) -> Self {
        Self {
            guard: guard.clone(),
            sense,
        }
    }
}

impl Wanted {
    /// Whether a person is to be asked about calls.
    pub fn asks(&self) -> bool {
        match self {
            Self::Decision(decision) => *decision == Decision::Ask,
            Self::SomeAsked => true,
            Self::Rule(rule) => rule.guard.ask,
            _ => false,
        }
    }

    /// Whether it is a limit.
    pub const fn is_limit(&self) -> bool {
        matches!(
            self,
            Self::Limit(_) | Self::LimitOverAll(_) | Self::LimitWithoutFailed(_)
        )
    }
}

impl Loss {
    /// What becomes of what is wanted, in words: `deny if args.force eq true becomes deny always`.
    pub fn change(&self) -> String {
        let always = match (&self.wanted, &self.instead) {
            (Wanted::Rule(rule), Instead::Decision(decision)) => {
                rule.sense == Sense::Forbidden && *decision == decision_of(&rule.guard)
            }
            _ => false,
        };
        let (wanted, instead) = (&self.wanted, &self.instead);
        format!(
            "{wanted} becomes {instead}{}",
            if always { " always" } else { "" }
        )
    }

    /// Whether a limit is left out.
    pub const fn drops_limit(&self) -> bool {
        self.looser && self.wanted.is_limit()
    }
}

/// What becomes of the calls that a guard is about.
pub(super) const fn decision_of(guard: &Guard) -> Decision {
    if guard.ask {
        Decision::Ask
    } else {
        Decision::Deny
    }
}

fn in_words<S: Serializer>(part: &impl fmt::Display, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(part)
}

/// `github delete_repository: hide becomes deny: a hidden tool …`
impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let space = if self.tool.is_empty() { "" } else { " " };
        let direction = if self.looser { " (looser)" } else { "" };
        write!(
            f,
            "{}{space}{}: {}{direction}: {}",
            self.server,
            self.tool,
            self.change(),
            self.reason
        )
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Decision(decision) => decision.fmt(f),
            Self::SomeAsked => f.write_str("ask for some arguments"),
            Self::Limit(limit) => write!(f, "limit {limit}"),
            Self::LimitOverAll(limit) => write!(f, "limit {limit} over all tools"),
            Self::LimitWithoutFailed(limit) => {
                write!(f, "limit {limit} to calls without an error")
            }
            Self::Rule(rule) => rule.fmt(f),
            Self::Allowed(tools) => write!(f, "allow {}", tools.join(", ")),
            Self::OthersAllowed => f.write_str("allow by default"),
            Self::OthersDenied => f.write_str("deny by default"),
            Self::PromptsAndResources => f.write_str("allow prompts and resources"),
            Self::OtherServer(server) => write!(f, "do not restrict the server `{server}`"),
        }
    }
}

impl fmt::Display for Instead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Decision(decision) => decision.fmt(f),
            Self::Limit(limit) => write!(f, "limit {limit}"),
            Self::Rule(rule) => rule.fmt(f),
            Self::NoRule => f.write_str("no rule"),
            Self::NoLimit => f.write_str("no limit"),
            Self::Present => f.write_str("the same, but the argument must be present and not null"),
            Self::KnownAllowed => f.write_str("allow known tools"),
            Self::KnownDenied => f.write_str("deny every known tool and ask about others"),
        }
    }
}

impl fmt::Display for GuardRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&words(&self.guard, self.sense))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Condition, Operator};

    fn rule(ask: bool, sense: Sense) -> Wanted {
        let condition = Condition::new("args.a".to_owned(), Operator::Eq, 1.into()).unwrap();
        let guard = Guard {
            conditions: vec![condition],
            on_deny: None,
            ask,
        };
        Wanted::Rule(GuardRule::new(&guard, sense))
    }

    #[test]
    fn what_held_for_some_arguments_and_now_for_all_says_so() {
        let change = |wanted, instead| {
            let loss = Loss {
                server: String::new(),
                tool: String::new(),
                wanted,
                instead,
                reason: Why::ReadsNothing,
                looser: false,
            };
            loss.change()
        };
        let (ask, deny) = (
            Instead::Decision(Decision::Ask),
            Instead::Decision(Decision::Deny),
        );
        for (wanted, instead, words) in [
            (
                rule(true, Sense::Forbidden),
                ask.clone(),
                "ask if args.a eq 1 becomes ask always",
            ),
            (
                rule(true, Sense::Forbidden),
                deny.clone(),
                "ask if args.a eq 1 becomes deny",
            ),
            (
                rule(false, Sense::Required),
                deny,
                "require args.a eq 1 becomes deny",
            ),
            (
                rule(true, Sense::Forbidden),
                Instead::NoRule,
                "ask if args.a eq 1 becomes no rule",
            ),
            (
                Wanted::Limit(Limit::per_minute(30)),
                ask,
                "limit 30/minute becomes ask",
            ),
        ] {
            assert_eq!(change(wanted, instead), words);
        }
    }

    #[test]
    fn a_report_has_the_words() {
        let loss = Loss {
            server: "s".to_owned(),
            tool: "t".to_owned(),
            wanted: Wanted::Limit(Limit::per_minute(30)),
            instead: Instead::Decision(Decision::Allow),
            reason: Why::CountsNothing,
            looser: true,
        };
        assert_eq!(
            serde_json::to_value(&loss).unwrap(),
            serde_json::json!({
                "server": "s", "tool": "t", "wanted": "limit 30/minute", "instead": "allow",
                "reason": "this product does not count calls", "looser": true,
            })
        );
        assert!(loss.drops_limit());
    }
}
