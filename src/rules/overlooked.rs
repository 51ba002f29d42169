//! What a definition says in places to which neither reader gives much weight: a title, a later clause, and the name,
//! the default, the values and the description of an argument. Where one of them says more than the rating, the rating
//! stays, and is unsure.

use super::Assessment;
use super::assessment::confidence_of;
use super::conclusion::unread;
use super::judge::meaning;
use super::later::{later_beyond, switch_destroys};
use super::name::{Action, read_name};
use super::parameters::is_http;
use super::reading::Reading;
use super::signal::{self, Spot};
use super::split::name_tokens;
use super::table::Strength;
use super::words::{LONGEST, Token};
use crate::model::{Category, Parameter};
use crate::source::floor;

/// A text that is longer, in bytes, is no name of an argument or a value.
const LONGEST_NAME: usize = 80;
/// How much of a description says what an argument is, in bytes.
const LABEL: usize = 160;
/// What an argument can be that a computer runs.
const PROGRAMS: &[&str] = &[
    "bash",
    "command",
    "javascript",
    "powershell",
    "python",
    "script",
    "shell",
];
/// What is done to it.
const RUNS: &[&str] = &[
    "eval",
    "evaluate",
    "evaluated",
    "evaluates",
    "execute",
    "executed",
    "executes",
    "run",
    "runs",
];

impl Reading<'_> {
    /// The assessment, unsure where a part of the definition was not read, or says more than it.
    pub(super) fn doubted(&self, mut assessment: Assessment) -> Assessment {
        if !assessment.doubt.is_empty() {
            return assessment;
        }
        let rated = assessment.category;
        let doubt = unread(self.definition).or_else(|| {
            let (place, said) = self.overlooked(rated)?;
            Some(format!(
                "{place} says {said}, but the rest of the definition says {rated}"
            ))
        });
        assessment.doubt = doubt.unwrap_or_default();
        assessment.confidence = confidence_of(&assessment.doubt);
        assessment
    }

    /// The first place that says more than the rating, and what it says.
    fn overlooked(&self, rated: Category) -> Option<(String, Category)> {
        let places = [Self::title, Self::later, Self::parameters_beyond];
        places.iter().find_map(|place| place(self, rated))
    }

    fn title(&self, rated: Category) -> Option<(String, Category)> {
        let mut said = self.signals.iter().filter(|it| {
            matches!(it.spot, Spot::Title(..))
                && it.weight >= signal::SURE
                && it.category >= Category::Destructive
        });
        let said = said.find(|it| it.category > rated)?;
        Some(("the title".to_owned(), said.category))
    }

    fn later(&self, rated: Category) -> Option<(String, Category)> {
        let said = later_beyond(&self.definition.description, rated)?;
        Some(("a later part of the description".to_owned(), said))
    }

    fn parameters_beyond(&self, rated: Category) -> Option<(String, Category)> {
        let mut tokens = Vec::new();
        self.definition.parameters.iter().find_map(|parameter| {
            let said = self.said_by(parameter, &mut tokens);
            let said = said.filter(|it| *it > rated)?;
            Some((format!("the argument `{}`", parameter.path), said))
        })
    }

    /// The most severe that an argument says of a call: by its name, its default, the values that it allows or its
    /// description.
    fn said_by(&self, parameter: &Parameter, tokens: &mut Vec<Token>) -> Option<Category> {
        let text = beginning(&parameter.description);
        let allowed = parameter.values.iter().filter(|it| !is_http(it));
        let mut said = allowed.filter_map(|it| self.severe(it, tokens)).max();
        let is_switch = parameter.kind.contains("boolean") || parameter.kind.is_empty();
        if is_switch {
            said = said.max(self.severe(parameter.name(), tokens));
        }
        // Names and texts speak of money in passing: an account's `short_code`, a `purchaseDescription`.
        let named = [parameter.name(), &parameter.default].into_iter();
        let mut named = named.chain(offered(text));
        let deletes = parameter.values.iter().any(|it| it == "DELETE")
            || is_switch && switch_destroys(text)
            || named.any(|it| self.severe(it, tokens) == Some(Category::Destructive));
        let destroys = deletes.then_some(Category::Destructive);
        let runs = runs_a_program(text).then_some(Category::Execute);
        said.max(destroys).max(runs)
    }

    /// What a short name says of destruction or money.
    fn severe(&self, name: &str, tokens: &mut Vec<Token>) -> Option<Category> {
        if name.len() > LONGEST_NAME {
            return None;
        }
        tokens.clear();
        name_tokens(self.lexicon, name, tokens);
        let mut actions: Vec<Action> = Vec::new();
        read_name(tokens, &mut actions);
        let said = actions
            .iter()
            .filter_map(|it| meaning(self.lexicon, it.verb, it.object, self.about));
        let severe =
            said.filter(|it| it.category >= Category::Destructive && it.sure >= Strength::Plain);
        severe.map(|it| it.category).max()
    }
}

/// As much of a text as is read.
fn beginning(text: &str) -> &str {
    text.get(..floor(text, LONGEST)).unwrap_or(text)
}

/// The words that a description offers as values: two or more in quotes, and what follows "or" at an end.
fn offered(text: &str) -> impl Iterator<Item = &str> {
    let quoted = quoted(text);
    let quoted = if quoted.len() > 1 { quoted } else { Vec::new() };
    let last = text.split(" or ").skip(1).filter_map(|rest| {
        let end = rest.find(|it: char| !it.is_alphanumeric() && it != '_');
        let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
        // "or delete the file" says what else is done, and offers no value.
        (!after.starts_with(' ') || after.starts_with(" (")).then_some(word)
    });
    quoted.into_iter().chain(last)
}

/// The single words in quotes. An apostrophe inside a word is no quote.
fn quoted(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let mut before = ' ';
    let mut signs = text.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        let after = signs.peek().map_or(' ', |(_, sign)| *sign);
        match open {
            None if matches!(sign, '"' | '\'' | '`') && !before.is_alphanumeric() => {
                open = Some((at + 1, sign));
            }
            Some((start, quote)) if sign == quote && !after.is_alphanumeric() => {
                found.extend(text.get(start..at));
                open = None;
            }
            Some(_) if sign.is_whitespace() => open = None,
            _ => {}
        }
        before = sign;
    }
    found
}

/// Whether an argument is a program that a call runs: "The shell command to run".
fn runs_a_program(text: &str) -> bool {
    let text = text.get(..floor(text, LABEL)).unwrap_or(text);
    let has = |list: &[&str]| {
        let mut words = text.split(|it: char| !it.is_ascii_alphabetic());
        words.any(|word| list.iter().any(|it| it.eq_ignore_ascii_case(word)))
    };
    has(PROGRAMS) && has(RUNS)
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use crate::model::{Category, Confidence, Definition, Parameter};
    use crate::rules::Classifier;
    use crate::rules::lexicon::Lexicon;
    use crate::rules::reading::Reading;
    use crate::rules::table;

    fn reads(description: &str) -> Definition {
        Definition {
            name: "get_status".to_owned(),
            description: description.to_owned(),
            ..Definition::default()
        }
    }

    fn with(kind: &str, path: &str, description: &str) -> Definition {
        Definition {
            parameters: vec![Parameter {
                path: path.to_owned(),
                kind: kind.to_owned(),
                description: description.to_owned(),
                ..Parameter::default()
            }],
            ..reads("Gets the status of a project.")
        }
    }

    fn assert_not_sure(definition: &Definition) {
        let assessment = Classifier::built_in().assess(definition);
        let said: String = definition.description.chars().take(200).collect();
        assert!(
            assessment.category != Category::Read || !assessment.doubt.is_empty(),
            "{said} {:?}",
            definition.parameters
        );
    }

    #[test]
    fn what_a_later_sentence_says_makes_a_read_unsure() {
        for said in [
            "This tool restarts the server.",
            "Then delete every order.",
            "All orders are removed afterwards.",
            "The table will be dropped.",
            "Afterwards it deletes the project.",
            "Side effect: deletion of every order.",
        ] {
            assert_not_sure(&reads(&format!("Gets the status of a project. {said}")));
        }
        assert_not_sure(&reads(
            "Gets the status of a project, and then charges the customer.",
        ));
    }

    #[test]
    fn a_description_is_read_to_its_end_or_makes_a_rating_unsure() {
        let ends = "It permanently deletes the project.";
        for far in [
            "It has a status. ".repeat(300),
            // As much as is read, in many words and sentences.
            "a b. ".repeat(12_000),
        ] {
            for begins in [
                "Gets the status of a project.",
                "Gets the status of İstanbul.",
            ] {
                assert_not_sure(&reads(&format!("{begins} {far}{ends}")));
            }
        }
        assert_not_sure(&reads(&"Gets the status of a project. ".repeat(3_000)));
    }

    /// What arguments say beyond a read.
    fn beyond(definition: &Definition) -> Option<Category> {
        static LEXICON: LazyLock<Lexicon<'static>> =
            LazyLock::new(|| Lexicon::new(table::rules().copied().collect(), &[]));
        let reading = Reading::new(&LEXICON, definition);
        let said = reading.parameters_beyond(Category::Read);
        said.map(|(_, category)| category)
    }

    #[test]
    fn what_an_argument_says_makes_a_read_unsure() {
        for (kind, name, description) in [
            ("boolean", "x", "If true, deletes the project afterwards."),
            ("boolean", "delete", ""),
            ("boolean", "purge_cache", ""),
            ("boolean", "dropTables", ""),
            ("boolean", "force_delete", ""),
            ("integer", "delete", ""),
            ("string", "x", "What becomes of it: keep or delete."),
            (
                "string",
                "x",
                "What becomes of it: keep or delete (default: keep).",
            ),
            ("string", "x", "Either 'keep' or 'delete'"),
            (
                "string",
                "x",
                "The project's fate: 'keep', or else 'delete'.",
            ),
            ("string", "x", "One of `keep`, `delete`"),
        ] {
            let definition = with(kind, name, description);
            let said = Some(Category::Destructive);
            assert_eq!(beyond(&definition), said, "{name} {description}");
            assert_not_sure(&definition);
        }
        let runs = with("string", "x", "Shell command to run");
        assert_eq!(beyond(&runs), Some(Category::Execute));
        let with_values = |values: &[&str], default: &str| {
            let mut definition = with("string", "x", "");
            definition.parameters[0].values = values.iter().map(ToString::to_string).collect();
            default.clone_into(&mut definition.parameters[0].default);
            definition
        };
        for definition in [
            with_values(&["keep", "delete_all"], ""),
            with_values(&["GET", "DELETE"], ""),
            with_values(&[], "delete"),
        ] {
            assert_eq!(beyond(&definition), Some(Category::Destructive));
            assert_not_sure(&definition);
        }
        let long = "It has a name. ".repeat(5_000);
        assert_not_sure(&with(
            "boolean",
            "x",
            &format!("{long}Deletes the project."),
        ));
    }

    #[test]
    fn what_an_argument_only_mentions_is_no_doubt() {
        for (kind, name, description) in [
            ("string", "short_code", "The short code or number to list."),
            (
                "string",
                "query",
                "What to search for, such as 'orders' or 'delete branch'.",
            ),
            (
                "string",
                "id",
                "The item's id, as delete_item's result gives it.",
            ),
            ("string", "id", "Id from `delete_item`."),
            (
                "boolean",
                "include_deleted",
                "Whether to list projects that were deleted.",
            ),
            (
                "boolean",
                "dry_run",
                "If true, nothing is changed, and it does not delete the project.",
            ),
        ] {
            let definition = with(kind, name, description);
            assert_eq!(beyond(&definition), None, "{name} {description}");
        }
    }

    #[test]
    fn a_default_as_long_as_a_book_is_no_value() {
        let mut definition = with("string", "x", "");
        definition.parameters[0].default = "delete and ".repeat(100_000);
        assert_eq!(beyond(&definition), None);
    }

    #[test]
    fn what_a_title_says_makes_a_read_unsure() {
        let mut titled = reads("Gets the status of a project.");
        titled.title = Some("Delete project".to_owned());
        assert_not_sure(&titled);
    }

    #[test]
    fn what_only_mentions_an_effect_leaves_a_read_sure() {
        for definition in [
            reads("Gets the status of a project. It never deletes the project."),
            reads("Gets the status of a project. Side effects: none, no deletion."),
            reads("Gets the status of a project. If it was moved, its files are deleted."),
            with(
                "boolean",
                "include_deleted",
                "Whether to list projects that were deleted.",
            ),
            with(
                "boolean",
                "dry_run",
                "If true, nothing is changed, and it does not delete the project.",
            ),
            with("string", "short_code", "The short code or number to list."),
            with("string", "query", "What to search for, such as 'orders'."),
        ] {
            let assessment = Classifier::built_in().assess(&definition);
            assert_eq!(assessment.category, Category::Read, "{definition:?}");
            assert_eq!(
                assessment.confidence,
                Confidence::High,
                "{}",
                assessment.doubt
            );
        }
    }
}
