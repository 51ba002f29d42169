//! The rules, as the classifier has them: what each says, why, what it looks for, examples.

use std::collections::BTreeMap;

use serde::Serialize;

use super::PageMeta;
use crate::model::Definition;
use crate::rules::Claim;
use crate::rules::table::{Example, Rule, rule, rules};
use crate::site::data::SiteData;
use crate::site::html::Html;
use crate::site::urls::Urls;
use crate::site::words::{capital, count};

/// All rules.
#[derive(Debug, Serialize)]
pub(in crate::site) struct RulesPage {
    page: PageMeta,
    counted: String,
    groups: Vec<Group>,
}

/// The rules that speak for one category or trait.
#[derive(Debug, Serialize)]
struct Group {
    /// Fragment of its address, such as `for-read`.
    id: String,
    word: &'static str,
    href: String,
    /// `a category` or `a trait`.
    kind: &'static str,
    counted: String,
    rules: Vec<RuleView>,
}

/// One rule.
#[derive(Debug, Serialize)]
struct RuleView {
    id: String,
    /// Whether the catalog added it.
    own: bool,
    reason: String,
    when: Html,
    examples: Vec<ExampleView>,
}

/// A definition for which a rule decides.
#[derive(Debug, Serialize)]
struct ExampleView {
    /// The name with its arguments, such as `fetch_url(url, method)`.
    call: String,
    description: String,
    /// Declared hints, such as `readOnlyHint: true`.
    hints: Vec<String>,
}

impl SiteData<'_> {
    pub(in crate::site) fn rules_page(&self) -> RulesPage {
        let own = &self.index.rated.catalog.config.additions.rules;
        let mut by_claim: BTreeMap<Claim, Vec<RuleView>> = BTreeMap::new();
        for rule in rules() {
            let examples = rule.examples.iter().map(Example::definition);
            let view = view(rule, examples.map(|it| example(&it)).collect());
            by_claim.entry(rule.claim).or_default().push(view);
        }
        for each in own {
            let rule = Rule::of_catalog(each);
            let examples = each.examples.iter().map(|it| example(&it.value));
            let view = view(&rule, examples.collect());
            by_claim.entry(rule.claim).or_default().push(view);
        }
        let counted = count(rules().count() + own.len(), "rule");
        RulesPage {
            page: self
                .page_meta(
                    "The rules, one by one",
                    &format!(
                        "The {counted} that classify MCP tools: what each looks for, what it says, \
                         why, and definitions for which it decides."
                    ),
                    "method/rules/",
                )
                .section("method")
                .crumb("Method", self.urls.to("method/")),
            counted,
            groups: by_claim
                .into_iter()
                .map(|(claim, rules)| group(claim, rules, &self.urls))
                .collect(),
        }
    }
}

impl Urls {
    /// Where a rule is explained; none for a word of the catalog's own.
    pub(in crate::site) fn rule(&self, id: &str) -> Option<String> {
        let known = rule(id).is_some() || self.own_rules.iter().any(|own| own == id);
        known.then(|| format!("{}method/rules/#{id}", self.root))
    }
}

fn group(claim: Claim, rules: Vec<RuleView>, urls: &Urls) -> Group {
    let word = claim.as_str();
    Group {
        id: format!("for-{word}"),
        word,
        href: address(claim, urls),
        kind: match claim {
            Claim::Category(_) => "category",
            Claim::Trait(_) => "trait",
        },
        counted: count(rules.len(), "rule"),
        rules,
    }
}

/// The page of a category or trait.
pub(in crate::site) fn address(claim: Claim, urls: &Urls) -> String {
    match claim {
        Claim::Category(category) => urls.category(category),
        Claim::Trait(each) => urls.of_trait(each),
    }
}

fn view(rule: &Rule<'_>, examples: Vec<ExampleView>) -> RuleView {
    RuleView {
        id: rule.id.to_owned(),
        own: rule.own,
        reason: format!("{}.", capital(rule.reason)),
        when: Html::ticked(&rule.when.describe()),
        examples,
    }
}

fn example(example: &Definition) -> ExampleView {
    let arguments: Vec<String> = example
        .parameters
        .iter()
        .map(|it| match it.values.as_slice() {
            [] => it.path.clone(),
            values => format!("{}: {}", it.path, values.join(" | ")),
        })
        .collect();
    let call = if arguments.is_empty() {
        example.name.clone()
    } else {
        format!("{}({})", example.name, arguments.join(", "))
    };
    ExampleView {
        call,
        description: example.description.clone(),
        hints: example
            .hints
            .given()
            .map(|(name, value)| format!("{name}: {value}"))
            .collect(),
    }
}

/// How many built-in rules there are for categories and for traits.
pub(in crate::site) fn counts() -> (usize, usize) {
    let (categories, traits): (Vec<&Rule<'_>>, Vec<&Rule<'_>>) =
        rules().partition(|rule| matches!(rule.claim, Claim::Category(_)));
    (categories.len(), traits.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Category, Trait};

    #[test]
    fn every_claim_has_a_rule_and_no_rule_takes_the_id_of_a_group() {
        let claimed = |claim: Claim| rules().any(|rule| rule.claim == claim);
        for category in Category::ALL {
            assert!(claimed(Claim::Category(*category)), "{category}");
        }
        for each in Trait::ALL {
            assert!(claimed(Claim::Trait(*each)), "{each}");
        }
        assert!(rules().all(|rule| !rule.id.starts_with("for-") && rule.id != "main"));
    }
}
