//! Arguments that nothing in the tool's purpose asks for.

use super::Kind;
use super::concept::Concept as C;
use super::concept::any;
use super::passage::Passage;
use super::sign::Sign;

/// Names of arguments that carry what the model holds, not what the tool needs, and how much each says.
const NAMES: &[(&str, u8)] = &[
    ("user_profile", 1),
    ("whoami", 0),
    ("identity", 0),
    ("requester", 0),
    ("about_user", 0),
    ("agent_memory", 1),
    ("thread", 0),
    ("goal", 0),
    ("user_goal", 0),
    ("user_email", 0),
    ("user_name", 0),
    ("persona", 0),
    ("client_state", 0),
    ("state", 0),
    ("background", 0),
    ("purpose", 0),
    ("intent", 0),
    ("why", 0),
    ("reason", 0),
    ("sidenote", 1),
    ("side_note", 1),
    ("sidenotes", 1),
    ("scratchpad", 1),
    ("chain_of_thought", 1),
    ("cot", 1),
    ("system_prompt", 1),
    ("systemprompt", 1),
    ("conversation_history", 1),
    ("chat_history", 1),
    ("conversation", 1),
    ("conversation_id", 0),
    ("message_history", 1),
    ("previous_messages", 1),
    ("previous_tool_results", 1),
    ("tool_call_history", 1),
    ("tools_list", 1),
    ("available_tools", 1),
    ("tool_list", 1),
    ("model_name", 1),
    ("transcript", 1),
    ("context", 0),
    ("notes", 0),
    ("note", 0),
    ("feedback", 0),
    ("history", 0),
    ("memory", 0),
    ("reasoning", 0),
    ("thoughts", 0),
    ("user_info", 0),
    ("user_context", 1),
    ("user_data", 0),
    ("memo", 0),
    ("env", 0),
    ("environment", 0),
    ("extra", 0),
    ("metadata", 0),
    ("meta", 0),
    ("debug", 0),
    ("trace", 0),
    ("aux", 0),
    ("hint", 0),
    ("remarks", 0),
    ("comment", 0),
    ("additional_context", 0),
    ("session_data", 1),
    ("full_context", 1),
    ("conversation_context", 1),
    ("chat_log", 1),
    ("chat_context", 1),
    ("llm_context", 1),
    ("agent_context", 1),
];

/// Words of a purpose that has a use for conversations, prompts and the like.
const CONVERSATIONAL: &[&str] = &[
    "conversation",
    "chat",
    "messag",
    "prompt",
    "agent",
    "assistant",
    "llm",
    "model",
    "memor",
    "transcript",
    "history",
    "reason",
    "think",
    "thought",
    "complet",
    "session",
    "feedback",
    "review",
    "summar",
    "dialog",
    "call",
    "evaluat",
    "simulat",
    "knowledge",
];

/// The signs in an argument: its name against the purpose, and what is demanded of it.
pub(super) fn argument(
    name: &str,
    passage: Option<&Passage<'_>>,
    conversational: bool,
    found: &mut Vec<Sign>,
) {
    let lower = snake(name);
    let known = NAMES.iter().find(|(known, _)| *known == lower);
    if let Some((_, points)) = known.filter(|(_, points)| *points > 0 && !conversational) {
        found.push(Sign::new(
            Kind::OddArgument,
            *points,
            name,
            "nothing in the purpose asks for this argument",
        ));
    }
    let Some(passage) = passage else {
        return;
    };
    let asks = passage
        .sentences
        .iter()
        .filter(|sentence| !conversational && !sentence.protects)
        .find(|sentence| {
            sentence.concepts.iter().any(|about| {
                let held = about
                    & any(&[
                        C::History,
                        C::Introspection,
                        C::SystemPrompt,
                        C::Session,
                        C::Held,
                    ])
                    != 0;
                let personal = known.is_some() && about & any(&[C::UserData, C::UserSecret]) != 0;
                let demanding = about & DEMANDING != 0;
                held && (demanding || known.is_some()) || personal && demanding
            })
        });
    if let Some(sentence) = asks {
        let quote = passage.text.get(sentence.range.clone()).unwrap_or_default();
        found.push(Sign::new(
            Kind::OddArgument,
            2,
            quote,
            "an argument asks for what the model holds of the session or the user",
        ));
    }
}

/// Words of a demand.
const DEMANDING: u128 = any(&[
    C::Must,
    C::ManyOf,
    C::Pass,
    C::Content,
    C::You,
    C::Tell,
    C::Read,
    C::Model,
]);

/// `toolsList` as `tools_list`.
fn snake(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut lower_before = false;
    for c in name.chars() {
        if c.is_uppercase() && lower_before {
            out.push('_');
        }
        lower_before = c.is_lowercase();
        out.extend(
            c.to_lowercase()
                .map(|c| if c == '-' || c == ' ' { '_' } else { c }),
        );
    }
    out
}

/// Whether a purpose has a use for what is said in a session.
pub(super) fn is_conversational(purpose: &str) -> bool {
    CONVERSATIONAL.iter().any(|word| purpose.contains(word))
}

/// What a tool says that it is for, in lower case.
pub(super) fn purpose(name: &str, title: &str, description: &str) -> String {
    format!("{name} {title} {description}").to_lowercase()
}
