//! The words and rules that `toolrisk.yaml` adds.

use super::faults::{MISSING_KEY, UNKNOWN_KEY, WRONG_TYPE};
use super::fields::Fields;
use super::yaml::{Node, Value};
use crate::diagnostic::Diagnostic;
use crate::model::{
    Additions, Category, Claim, Definition, OwnRule, Parameter, Trait, Trigger, Word,
};
use crate::source::Spanned;

/// Reads `words` and `rules`. A faulty one is left out.
pub(super) fn additions(fields: &mut Fields<'_>) -> Additions {
    let words = fields.list("words").into_iter();
    let words = words
        .filter_map(|node| word(node, fields.found()))
        .collect();
    let rules = fields.list("rules").into_iter();
    let rules = rules
        .filter_map(|node| rule(node, fields.found()))
        .collect();
    Additions { words, rules }
}

fn word(node: Node, found: &mut Vec<Diagnostic>) -> Option<Word> {
    let mut fields = Fields::new(node, "a word", found)?;
    let word = fields.required("word");
    let category = fields.required_word::<Category>("category", Category::WORDS);
    let reason = fields.required("reason");
    fields.finish();
    Some(Word {
        word: word?.value.to_lowercase(),
        category: category?.value,
        reason: reason?.value,
    })
}

fn rule(node: Node, found: &mut Vec<Diagnostic>) -> Option<OwnRule> {
    let mut fields = Fields::new(node, "a rule", found)?;
    let id = fields.required("id");
    let claim = claim(&mut fields);
    let on = fields.words("on", Category::WORDS);
    let when = trigger(&mut fields, claim);
    let reason = fields.required("reason");
    let examples = examples(&mut fields);
    fields.finish();
    Some(OwnRule {
        id: id?,
        claim: claim?,
        reason: reason?.value.trim_end_matches('.').to_owned(),
        on,
        when: when?,
        examples,
    })
}

/// A rule claims a category or a trait, never both; only a trait depends on the category.
fn claim(fields: &mut Fields<'_>) -> Option<Claim> {
    let before = fields.found().len();
    let category = fields.word::<Category>("category", Category::WORDS);
    let each = fields.word::<Trait>("trait", Trait::WORDS);
    match (category, each) {
        (Some(category), None) => {
            if let Some(on) = fields.place_of("on") {
                let message = "`on` goes with `trait`, not with `category`";
                let help =
                    "remove `on`: a rule for a category applies whatever the other rules say";
                fields
                    .found()
                    .push(Diagnostic::new(&UNKNOWN_KEY, on, message).help(help));
            }
            Some(Claim::Category(category.value))
        }
        (None, Some(each)) => Some(Claim::Trait(each.value)),
        (Some(_), Some(each)) => {
            let message = "a rule must claim either a category or a trait";
            let help = "split it into two rules";
            fields
                .found()
                .push(Diagnostic::new(&UNKNOWN_KEY, each.span, message).help(help));
            None
        }
        (None, None) => {
            // A word that is not known has been reported.
            if fields.found().len() == before {
                let help = "add `category: …` or `trait: …`";
                missing(fields, "a rule claims a category or a trait", help);
            }
            None
        }
    }
}

/// What the rule looks for: exactly one of an action, a phrase, a parameter.
fn trigger(fields: &mut Fields<'_>, claim: Option<Claim>) -> Option<Trigger> {
    let place = fields.place();
    let verbs = joined(&fields.texts("verb"), " ", str::to_lowercase);
    let objects = joined(&fields.texts("object"), " ", str::to_lowercase);
    let phrase = joined(&fields.texts("phrase"), "|", words_of);
    let parameter = joined(&fields.texts("parameter"), " ", bare);
    let action = verbs.is_some() || objects.is_some();
    let given = [action, phrase.is_some(), parameter.is_some()];
    let say = |fields: &mut Fields<'_>, message: &str| {
        let help = "give one of `verb`, `phrase`, `parameter`; `object` goes with `verb`, or alone with `trait`";
        fields
            .found()
            .push(Diagnostic::new(&MISSING_KEY, place, message).help(help));
    };
    match given.iter().filter(|it| **it).count() {
        0 => {
            say(fields, "this rule has nothing to look for");
            return None;
        }
        1 => {}
        _ => {
            say(fields, "this rule looks for more than one thing");
            return None;
        }
    }
    if verbs.is_none() && action && matches!(claim, Some(Claim::Category(_))) {
        say(
            fields,
            "a rule for a category that looks at an `object` needs its `verb`",
        );
        return None;
    }
    phrase
        .map(Trigger::Phrase)
        .or(parameter.map(Trigger::Parameter))
        .or_else(|| {
            Some(Trigger::Action {
                verbs: verbs.unwrap_or_default(),
                objects: objects.unwrap_or_default(),
            })
        })
}

/// The texts in one, each in the form that the rules look up; none when there is no text.
fn joined(
    texts: &[Spanned<String>],
    between: &str,
    form: impl Fn(&str) -> String,
) -> Option<String> {
    let texts: Vec<String> = texts
        .iter()
        .map(|text| form(&text.value))
        .filter(|it| !it.is_empty())
        .collect();
    (!texts.is_empty()).then(|| texts.join(between))
}

/// The words of a phrase, without the marks between them.
fn words_of(text: &str) -> String {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ").to_lowercase()
}

/// A parameter's name in lower case without separators.
fn bare(name: &str) -> String {
    name.chars()
        .filter(|letter| !matches!(letter, '_' | '-'))
        .collect::<String>()
        .to_lowercase()
}

fn missing(fields: &mut Fields<'_>, message: &str, help: &str) {
    let place = fields.place();
    fields
        .found()
        .push(Diagnostic::new(&MISSING_KEY, place, message).help(help));
}

/// The definitions of `example`: one, or a list. A rule without one cannot be checked.
fn examples(fields: &mut Fields<'_>) -> Vec<Spanned<Definition>> {
    let nodes = fields.list("example");
    if nodes.is_empty() {
        let help =
            "add `example: { name: …, description: … }`: a definition for which the rule decides";
        missing(fields, "this rule has no example", help);
    }
    let nodes = nodes.into_iter();
    nodes
        .filter_map(|node| example(node, fields.found()))
        .collect()
}

fn example(node: Node, found: &mut Vec<Diagnostic>) -> Option<Spanned<Definition>> {
    let mut fields = Fields::new(node, "an example", found)?;
    let name = fields.required("name");
    let description = fields.any_text("description");
    let parameters = fields.node("parameters");
    let parameters = parameters.map_or_else(Vec::new, |node| parameters_of(node, fields.found()));
    fields.finish();
    let name = name?;
    let definition = Definition {
        name: name.value,
        description: description.map(|text| text.value).unwrap_or_default(),
        parameters,
        ..Definition::default()
    };
    Some(Spanned::new(definition, name.span))
}

/// `[host, port]`, or `action: [start, stop]` with the allowed words.
fn parameters_of(node: Node, found: &mut Vec<Diagnostic>) -> Vec<Parameter> {
    let parameter = |path: String, values: Vec<String>| Parameter {
        path,
        values,
        ..Parameter::default()
    };
    match node.value {
        Value::List(items) => {
            let names = items.into_iter().filter_map(|item| plain(item, found));
            names.map(|name| parameter(name, Vec::new())).collect()
        }
        Value::Map(entries) => entries
            .into_iter()
            .map(|(name, node)| {
                let values = match node.value {
                    Value::List(items) => items
                        .into_iter()
                        .filter_map(|item| plain(item, found))
                        .collect(),
                    Value::Null => Vec::new(),
                    _ => plain(node, found).into_iter().collect(),
                };
                parameter(name.value, values)
            })
            .collect(),
        _ => plain(node, found)
            .into_iter()
            .map(|name| parameter(name, Vec::new()))
            .collect(),
    }
}

fn plain(node: Node, found: &mut Vec<Diagnostic>) -> Option<String> {
    let kind = node.value.kind();
    if let Value::Text(text) = node.value {
        return Some(text);
    }
    let message = format!("a parameter must be text, not {kind}");
    found.push(Diagnostic::new(&WRONG_TYPE, node.span, message));
    None
}
