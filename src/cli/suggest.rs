//! "Did you mean": what the command line suggests in place of a word that it does not know.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory, Error};

use super::Cli;
use crate::diagnostic::nearest;

/// Names that people use for what has another name here.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("lint", "check"),
    ("validate", "check"),
    ("verify", "check"),
    ("format", "fmt"),
    ("rate", "classify"),
    ("scan", "classify"),
    ("add", "import"),
    ("capture", "import"),
    ("proxy", "gateway"),
    ("render", "build"),
    ("preview", "serve"),
    ("create", "new"),
    ("claude", "claude-code"),
    ("gemini", "gemini-cli"),
    ("copilot", "copilot-cli"),
    ("chatgpt", "openai"),
    ("envoy", "envoy-ai-gateway"),
    ("bedrock", "agentcore"),
    ("opa", "rego"),
];

/// Puts the nearest word that makes sense into an error in place of the parser's own guess, which takes
/// `--except` to be near `--fxi`.
pub(super) fn improve(mut error: Error, arguments: &[String]) -> Error {
    let (given, kind) = match error.kind() {
        ErrorKind::UnknownArgument => (ContextKind::InvalidArg, ContextKind::SuggestedArg),
        ErrorKind::InvalidSubcommand => (
            ContextKind::InvalidSubcommand,
            ContextKind::SuggestedSubcommand,
        ),
        ErrorKind::InvalidValue => (ContextKind::InvalidValue, ContextKind::SuggestedValue),
        _ => return error,
    };
    let Some(ContextValue::String(word)) = error.get(given) else {
        return error;
    };
    let word = word.clone();
    let allowed = match (error.kind(), error.get(ContextKind::ValidValue)) {
        (ErrorKind::InvalidValue, Some(ContextValue::Strings(values))) => values.clone(),
        (ErrorKind::UnknownArgument, _) => options(&named(arguments)),
        _ => subcommands(arguments),
    };
    error.remove(kind);
    // The parser's advice to pass the word as a value helps nobody who mistyped an option.
    error.remove(ContextKind::Suggested);
    if word == "-" && allowed.iter().any(|it| it == "--file") {
        let advice = "to read standard input, write `--file -`".into();
        error.insert(
            ContextKind::Suggested,
            ContextValue::StyledStrs(vec![advice]),
        );
        return error;
    }
    if let Some(near) = near(&word, &allowed) {
        let value = match kind {
            ContextKind::SuggestedSubcommand => ContextValue::Strings(vec![near]),
            _ => ContextValue::String(near),
        };
        error.insert(kind, value);
    }
    error
}

/// The allowed word that is near, by spelling, as a beginning, or by another name.
fn near(word: &str, allowed: &[String]) -> Option<String> {
    let words: Vec<&str> = allowed.iter().map(String::as_str).collect();
    let begun = || {
        let mut begun = words
            .iter()
            .filter(|it| word.len() > 2 && it.starts_with(word));
        begun.next().filter(|_| begun.next().is_none()).copied()
    };
    let other = OTHER_NAMES
        .iter()
        .find(|(name, _)| *name == word)
        .map(|(_, ours)| *ours);
    let other = other.filter(|ours| words.contains(ours));
    other
        .or_else(|| nearest(word, &words))
        .or_else(begun)
        .map(str::to_owned)
}

/// The command that the arguments name.
fn named(arguments: &[String]) -> Command {
    let mut command = Cli::command();
    command.build();
    let found = arguments
        .iter()
        .skip(1)
        .find_map(|word| command.find_subcommand(word))
        .cloned();
    found.unwrap_or(command)
}

/// The commands that can stand in the place of an unknown one: those of the program, or of the command before it.
fn subcommands(arguments: &[String]) -> Vec<String> {
    let program = Cli::command();
    let first = arguments.get(1).and_then(|it| program.find_subcommand(it));
    let command = first.filter(|it| it.has_subcommands()).unwrap_or(&program);
    let all = command.get_subcommands();
    all.map(|it| it.get_name().to_owned()).collect()
}

/// The long options of a command.
fn options(command: &Command) -> Vec<String> {
    let arguments = command.get_arguments().filter(|it| !it.is_hide_set());
    arguments
        .filter_map(|it| it.get_long())
        .map(|it| format!("--{it}"))
        .collect()
}
