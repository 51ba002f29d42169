//! How a rating comes to be: its tables made from the code that decides, its figures measured.

use serde::Serialize;

use super::rules::counts;
use super::{Link, PageMeta};
use crate::model::{Category, Confidence, Decision, Severity, Trait};
use crate::rules::severity_of;
use crate::site::accuracy::{ACCURACY, Accuracy, Lead, PerTrait, Shares};
use crate::site::data::SiteData;
use crate::site::definitions;
use crate::site::words::{count, grouped};

/// The page of the method.
#[derive(Debug, Serialize)]
pub(in crate::site) struct MethodPage {
    page: PageMeta,
    category_rules: usize,
    trait_rules: usize,
    /// The most severe first: so they are tried.
    categories: Vec<CategoryRow>,
    traits: Vec<Link>,
    defaults: Vec<DefaultRow>,
    decisions: Vec<Meaning>,
    confidence: Vec<Meaning>,
    accuracy: AccuracyView,
}

/// A category, its severity, and what raises it.
#[derive(Debug, Serialize)]
struct CategoryRow {
    category: Category,
    effect: &'static str,
    base: Severity,
    steps: Vec<Step>,
}

/// What traits raise a severity to.
#[derive(Debug, Serialize)]
struct Step {
    traits: Vec<Trait>,
    to: Severity,
}

/// The default policy of categories at a severity.
#[derive(Debug, Serialize)]
struct DefaultRow {
    severity: Severity,
    /// Empty when it is the same for all.
    categories: Vec<Category>,
    decision: String,
    effect: String,
}

/// A word and what it means.
#[derive(Debug, Serialize)]
struct Meaning {
    word: &'static str,
    meaning: &'static str,
}

/// The measured figures as they are read.
#[derive(Debug, Serialize)]
struct AccuracyView {
    date: &'static str,
    command: &'static str,
    tools: String,
    rows: Vec<SharesRow>,
    per_category: Vec<CategoryFigures>,
    severity: SharesRow,
    per_trait: Vec<TraitFigures>,
    calibration: Vec<LeadView>,
    held_out: Vec<HeldOutView>,
    folds: FoldsView,
}

/// The scores of folds.
#[derive(Debug, Serialize)]
struct FoldsView {
    command: &'static str,
    /// The folds, then their mean.
    rows: Vec<FoldRow>,
}

/// A fold, or the mean of all.
#[derive(Debug, Serialize)]
struct FoldRow {
    what: String,
    tools: String,
    row: SharesRow,
}

/// A way to classify, and how often it is right.
#[derive(Debug, Serialize)]
struct SharesRow {
    what: &'static str,
    own: bool,
    strict: String,
    lenient: String,
    too_mild: String,
}

/// How a category fares.
#[derive(Debug, Serialize)]
struct CategoryFigures {
    category: Category,
    precision: String,
    recall: String,
    count: usize,
}

/// How a trait fares.
#[derive(Debug, Serialize)]
struct TraitFigures {
    each: Trait,
    precision: String,
    recall: String,
    count: usize,
}

/// How ratings fare by the odds of their category.
#[derive(Debug, Serialize)]
struct LeadView {
    odds: &'static str,
    tools: String,
    strict: String,
    lenient: String,
}

/// Figures on tools that took no part in the making of the rules.
#[derive(Debug, Serialize)]
struct HeldOutView {
    how: &'static str,
    tools: String,
    row: SharesRow,
}

impl SiteData<'_> {
    pub(in crate::site) fn method_page(&self) -> MethodPage {
        let (category_rules, trait_rules) = counts();
        MethodPage {
            page: self
                .page_meta(
                    "Method: how a rating comes to be",
                    "From a tool’s definition to category, traits, severity and policy: the rules, \
                     the tables, the measured accuracy, and what the method cannot see.",
                    "method/",
                )
                .section("method"),
            category_rules,
            trait_rules,
            categories: Category::ALL
                .iter()
                .rev()
                .copied()
                .map(category_row)
                .collect(),
            traits: Trait::ALL
                .iter()
                .map(|each| Link::new(each.as_str(), self.urls.of_trait(*each)))
                .collect(),
            defaults: Severity::ALL
                .iter()
                .copied()
                .flat_map(default_rows)
                .collect(),
            decisions: meanings(Decision::ALL, Decision::as_str, Decision::meaning),
            confidence: meanings(Confidence::ALL, Confidence::as_str, Confidence::meaning),
            accuracy: accuracy(&ACCURACY),
        }
    }
}

fn meanings<T: Copy>(
    all: &[T],
    word: impl Fn(T) -> &'static str,
    meaning: impl Fn(T) -> &'static str,
) -> Vec<Meaning> {
    let view = |each: &T| Meaning {
        word: word(*each),
        meaning: meaning(*each),
    };
    all.iter().map(view).collect()
}

fn category_row(category: Category) -> CategoryRow {
    let mut steps: Vec<Step> = Vec::new();
    for each in Trait::ALL {
        let Some((_, to)) = definitions::step(category, *each) else {
            continue;
        };
        match steps.iter_mut().find(|step| step.to == to) {
            Some(step) => step.traits.push(*each),
            None => steps.push(Step {
                traits: vec![*each],
                to,
            }),
        }
    }
    CategoryRow {
        category,
        effect: definitions::category(category).effect,
        base: severity_of(category, &[]),
        steps,
    }
}

/// A row for each default policy of a severity, with the categories that share it. A pair that no
/// rating has is left out.
fn default_rows(severity: Severity) -> Vec<DefaultRow> {
    let possible = Category::ALL
        .iter()
        .copied()
        .filter(|category| reaches(*category, severity));
    let mut rows: Vec<DefaultRow> = Vec::new();
    for category in possible {
        let rule = definitions::default_rule(severity, category);
        let decision = definitions::decision(&rule);
        match rows.iter_mut().find(|row| row.decision == decision) {
            Some(row) => row.categories.push(category),
            None => rows.push(DefaultRow {
                severity,
                categories: vec![category],
                decision,
                effect: definitions::default_effect(severity, category),
            }),
        }
    }
    if let [only] = rows.as_mut_slice() {
        only.categories.clear();
    }
    rows
}

/// Whether a category has this severity, alone or with any one trait: traits step up once at most.
fn reaches(category: Category, severity: Severity) -> bool {
    let with = |each: &Trait| severity_of(category, &[*each]);
    severity_of(category, &[]) == severity || Trait::ALL.iter().any(|each| with(each) == severity)
}

fn accuracy(figures: &Accuracy) -> AccuracyView {
    let own = shares_row("the rules of this catalog", true, figures.shares);
    let compared = figures.compared.iter();
    let compared = compared.map(|it| shares_row(it.what, false, it.shares));
    AccuracyView {
        date: figures.date,
        command: figures.command,
        tools: grouped(figures.tools),
        rows: [own].into_iter().chain(compared).collect(),
        per_category: figures
            .per_category
            .iter()
            .rev()
            .map(|it| CategoryFigures {
                category: it.category,
                precision: percent(it.precision),
                recall: percent(it.recall),
                count: it.count,
            })
            .collect(),
        severity: shares_row("severity", true, figures.severity),
        per_trait: figures.per_trait.iter().map(trait_figures).collect(),
        calibration: figures.calibration.iter().map(lead).collect(),
        held_out: figures
            .held_out
            .iter()
            .map(|it| HeldOutView {
                how: it.how,
                tools: count(it.tools, "tool"),
                row: shares_row("the rules on tools held out", true, it.shares),
            })
            .collect(),
        folds: folds(figures),
    }
}

fn trait_figures(figures: &PerTrait) -> TraitFigures {
    TraitFigures {
        each: figures.each,
        precision: percent(figures.precision),
        recall: percent(figures.recall),
        count: figures.count,
    }
}

fn lead(figures: &Lead) -> LeadView {
    LeadView {
        odds: figures.odds,
        tools: grouped(figures.tools),
        strict: percent(figures.strict),
        lenient: percent(figures.lenient),
    }
}

fn folds(figures: &Accuracy) -> FoldsView {
    let row = |what: String, tools: usize, shares: Shares| FoldRow {
        what,
        tools: grouped(tools),
        row: shares_row("the rules on a fold", true, shares),
    };
    let of_folds = figures.folds.each.iter().enumerate();
    let mut rows: Vec<FoldRow> = of_folds
        .map(|(at, (tools, shares))| row(at.to_string(), *tools, *shares))
        .collect();
    rows.push(row(
        "all".to_owned(),
        figures.folds.each.iter().map(|(tools, _)| tools).sum(),
        figures.folds.mean,
    ));
    FoldsView {
        command: figures.folds.command,
        rows,
    }
}

fn shares_row(what: &'static str, own: bool, shares: Shares) -> SharesRow {
    let share = if own { percent } else { rounded };
    SharesRow {
        what,
        own,
        strict: share(shares.strict),
        lenient: share(shares.lenient),
        too_mild: share(shares.too_mild),
    }
}

/// A share that is known to two digits: `82%`.
fn rounded(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}

/// A share as it is read: `94.9%`.
fn percent(share: f64) -> String {
    format!("{:.1}%", share * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn default_rows_are_those_of_the_taxonomy() {
        let rows: Vec<(Severity, String, usize)> = Severity::ALL
            .iter()
            .copied()
            .flat_map(default_rows)
            .map(|row| (row.severity, row.decision, row.categories.len()))
            .collect();
        assert_eq!(
            rows,
            [
                (Severity::Low, "allow".to_owned(), 0),
                (Severity::Medium, "30 a minute".to_owned(), 0),
                (Severity::High, "10 a minute".to_owned(), 0),
                (Severity::Critical, "ask".to_owned(), 2),
                (Severity::Critical, "hide".to_owned(), 1),
            ]
        );
    }

    #[test]
    fn steps_are_grouped_by_where_they_lead() {
        let read = category_row(Category::Read);
        let steps: Vec<Severity> = read.steps.iter().map(|step| step.to).collect();
        assert_eq!((read.base, steps.len()), (Severity::Low, 2));
        assert!(category_row(Category::Financial).steps.is_empty());
    }
}
