//! `toolrisk explain`.

use super::{CliError, Console, Outcome, catalog};
use crate::check::{all_lints, find_lint};
use crate::diagnostic::{explanation_of, nearest};
use crate::escape::one_line;
use crate::model::{Category, Confidence, Decision, Definition, OwnRule, Severity, Trait};
use crate::rules::table::{self, Example, Rule};
use crate::rules::{default_decision, default_limit};

/// Explain a lint, a rule, a category, a trait, a severity or a decision.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The name or code of a lint, the id of a rule, or a word of the taxonomy. By default, list them all.
    word: Option<String>,

    #[command(flatten)]
    catalog: catalog::LookupArg,
}

pub(super) fn run(args: &Args, console: &mut Console) -> Result<Outcome, CliError> {
    let own = args.catalog.additions(console)?.rules;
    let text = match &args.word {
        None => list(&own),
        Some(word) => match own.iter().find(|it| it.id.value == *word) {
            Some(own) => explain_own(own),
            None => explain(word).ok_or_else(|| unknown(word, &own))?,
        },
    };
    console.data(&text)?;
    Ok(Outcome::Clean)
}

/// The explanation of a word as Markdown.
fn explain(word: &str) -> Option<String> {
    if let Some(info) = find_lint(word) {
        let (code, name, level) = (info.code, info.name, info.level.as_str());
        return Some(format!(
            "# {code} {name} ({level})\n\n{}\n",
            explanation_of(info)
        ));
    }
    if let Some(rule) = table::rule(word) {
        let examples = rule.examples.iter().map(Example::definition);
        return Some(rule_text(rule, examples.collect()));
    }
    let lower = word.to_lowercase();
    let mut parts = Vec::new();
    if let Ok(category) = lower.parse::<Category>() {
        parts.push(format!(
            "# {category} (category)\n\n{}\n",
            category.meaning()
        ));
    }
    if let Ok(each) = lower.parse::<Trait>() {
        parts.push(format!("# {each} (trait)\n\n{}\n", each.meaning()));
    }
    if let Ok(severity) = lower.parse::<Severity>() {
        parts.push(format!(
            "# {severity} (severity)\n\n{}\n{}",
            severity.meaning(),
            defaults(severity)
        ));
    }
    if let Ok(decision) = lower.parse::<Decision>() {
        parts.push(format!(
            "# {decision} (decision)\n\n{}\n",
            decision.meaning()
        ));
    }
    if let Ok(confidence) = lower.parse::<Confidence>() {
        parts.push(format!(
            "# {confidence} (confidence)\n\n{}\n",
            confidence.meaning()
        ));
    }
    (!parts.is_empty()).then(|| parts.join("\n"))
}

fn explain_own(own: &OwnRule) -> String {
    let examples = own.examples.iter().map(|it| it.value.clone()).collect();
    rule_text(&Rule::of_catalog(own), examples)
}

/// A rule: what it claims, why, what it looks for, and its examples as the rules read them.
fn rule_text(rule: &Rule<'_>, examples: Vec<Definition>) -> String {
    let own = if rule.own { " of the catalog" } else { "" };
    let mut lines = vec![
        format!("# {} (rule{own})", one_line(rule.id)),
        String::new(),
        format!("Says {}: {}.", rule.claim.as_str(), one_line(rule.reason)),
        String::new(),
        one_line(&rule.when.describe()),
    ];
    if !examples.is_empty() {
        lines.extend([String::new(), "Examples:".to_owned(), String::new()]);
    }
    for example in examples {
        let arguments: Vec<&str> = example
            .parameters
            .iter()
            .map(|it| it.path.as_str())
            .collect();
        let arguments = match arguments.as_slice() {
            [] => String::new(),
            some => format!("({})", some.join(", ")),
        };
        let call = one_line(&format!("{}{arguments}", example.name));
        lines.push(format!("- `{call}` {}", one_line(&example.description)));
    }
    lines.join("\n") + "\n"
}

/// The default decision of a severity, where the category matters for each category.
fn defaults(severity: Severity) -> String {
    let rule = |category| match default_decision(severity, category) {
        Decision::Limit => format!("limit, {}", default_limit(severity)),
        decision => decision.to_string(),
    };
    let lines = Category::ALL
        .iter()
        .map(|category| format!("- {category}: {}", rule(*category)));
    format!(
        "\nDefault decision:\n\n{}\n",
        lines.collect::<Vec<_>>().join("\n")
    )
}

fn list(own: &[OwnRule]) -> String {
    let mut text = String::from("Lints:\n");
    for info in all_lints() {
        text += &line(info.code, &format!("{:<28} {}", info.name, info.summary));
    }
    text += "\nRules:\n";
    let mut rules: Vec<Rule<'_>> = table::rules().copied().collect();
    rules.extend(own.iter().map(Rule::of_catalog));
    for rule in rules {
        let says = format!("{}: {}", rule.claim.as_str(), one_line(rule.reason));
        text += &line(&one_line(rule.id), &says);
    }
    text += "\nCategories:\n";
    text += &Category::ALL
        .iter()
        .map(|it| line(it.as_str(), it.meaning()))
        .collect::<String>();
    text += "\nTraits:\n";
    text += &Trait::ALL
        .iter()
        .map(|it| line(it.as_str(), it.meaning()))
        .collect::<String>();
    text += "\nSeverities:\n";
    text += &Severity::ALL
        .iter()
        .map(|it| line(it.as_str(), it.meaning()))
        .collect::<String>();
    text += "\nDecisions:\n";
    text += &Decision::ALL
        .iter()
        .map(|it| line(it.as_str(), it.meaning()))
        .collect::<String>();
    text
}

fn line(word: &str, meaning: &str) -> String {
    format!("  {word:<24} {meaning}\n")
}

fn unknown(word: &str, own: &[OwnRule]) -> CliError {
    let lints = all_lints()
        .into_iter()
        .flat_map(|info| [info.name, info.code]);
    let words: Vec<&str> = lints
        .chain(Category::WORDS.iter().copied())
        .chain(Trait::WORDS.iter().copied())
        .chain(Severity::WORDS.iter().copied())
        .chain(Decision::WORDS.iter().copied())
        .chain(table::rules().map(|rule| rule.id))
        .chain(own.iter().map(|rule| rule.id.value.as_str()))
        .collect();
    let near = nearest(word, &words).map(|near| format!("did you mean `{near}`?"));
    let help = near.unwrap_or_else(|| "`toolrisk explain` lists every word".to_owned());
    CliError::usage(format!("unknown word `{word}`"), help)
}
