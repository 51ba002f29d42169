//! Words and rules that a catalog adds.

use std::sync::LazyLock;

use proptest::prelude::*;
use toolrisk::check::check;
use toolrisk::diagnostic::Level;
use toolrisk::load::{Loaded, Tree, load};
use toolrisk::model::Additions;
use toolrisk::rules::table::{Rule, rules};
use toolrisk::rules::{Classifier, rate};
use toolrisk::site::{Options, Page, Site};

use super::rules::definitions;

/// Rules of a catalog, one for each thing that they can look for.
const OWN: &str = "
words:
  - { word: hoover, category: destructive, reason: takes everything in }
rules:
  - id: own-settle
    category: financial
    reason: settles what is owed
    verb: [settle, net]
    object: ledger batch
    example:
      - { name: settle_batch, description: Settles the batch of the day. }
      - { name: netLedger, description: '' }
  - id: own-clip
    category: write
    reason: keeps a page
    verb: clip
    example: { name: clip_page, description: Clips a page. }
  - id: own-remove-draft
    category: write
    reason: a draft comes back from the bin
    verb: delete
    object: sketch
    example: { name: delete_sketch, description: Deletes a sketch. }
  - id: own-plotter
    category: execute
    reason: drives the plotter
    phrase: on the pen-plotter
    example: { name: get_drawing, description: Gets a drawing done on the pen-plotter. }
  - id: own-iban
    category: financial
    reason: money goes to that account
    parameter: target_iban
    example: { name: submit_form, description: Submits a form., parameters: [targetIban, note] }
  - id: own-many
    trait: bulk
    reason: a silo holds the records of many
    verb: update
    object: silo
    on: [write, destructive]
    example: { name: update_silo, description: Updates the silo., parameters: { mode: [fast, slow] } }
  - id: own-secret
    trait: secrets
    reason: badges open doors
    object: badge
    example: { name: get_badge, description: Gets a badge. }
";

/// The catalog of these texts.
fn catalog(config: &str) -> Loaded {
    load(&Tree::of_texts([
        ("toolrisk.yaml", config),
        ("a/server.yaml", "title: A\n"),
    ]))
}

static ADDITIONS: LazyLock<Additions> = LazyLock::new(|| catalog(OWN).catalog.config.additions);

#[test]
fn rules_of_a_catalog_decide_their_examples() {
    let loaded = catalog(OWN);
    assert_eq!(loaded.found, []);
    let found = check(&rate(&loaded.catalog));
    assert!(found.iter().all(|it| it.level == Level::Allow), "{found:?}");
    let additions = &loaded.catalog.config.additions;
    assert_eq!((additions.words.len(), additions.rules.len()), (1, 7));
    let classifier = Classifier::new(additions);
    for own in &additions.rules {
        let rule = Rule::of_catalog(own);
        for example in &own.examples {
            let said = classifier.assess_by_rules(&example.value);
            assert!(rule.decides(&said), "{}: {said:?}", rule.id);
            let evidence = said.evidence.iter().find(|it| it.rule == rule.id).unwrap();
            assert_eq!(evidence.reason, own.reason);
        }
    }
}

#[test]
fn rules_of_a_catalog_change_nothing_else() {
    let loaded = catalog(OWN);
    let usual = Classifier::built_in();
    let with_own = Classifier::new(&loaded.catalog.config.additions);
    for (line, definition) in definitions() {
        let (one, other) = (
            usual.assess_by_rules(&definition),
            with_own.assess_by_rules(&definition),
        );
        assert_eq!(
            (one.category, one.traits),
            (other.category, other.traits),
            "{line}"
        );
    }
}

#[test]
fn rules_of_a_catalog_stand_where_the_built_in_ones_stand() {
    let loaded = catalog(OWN);
    let rated = rate(&loaded.catalog);
    let site = Site::new(&rated, &Options::default()).unwrap();
    let of_rules = |page: &&Page| site.file(**page) == "method/rules/index.html";
    let page = site.plan().iter().find(of_rules).unwrap();
    let html = String::from_utf8(site.render(*page).unwrap()).unwrap();
    assert!(html.contains("id=\"own-settle\"") && html.contains("Added by this catalog."));
}

fn shuffled() -> impl Strategy<Value = Vec<Rule<'static>>> {
    let own = ADDITIONS.rules.iter().map(Rule::of_catalog);
    let all: Vec<Rule<'static>> = rules().copied().chain(own).collect();
    Just(all).prop_shuffle()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_a_catalogs_rules_changes_nothing(order in shuffled()) {
        let usual = Classifier::new(&ADDITIONS);
        let other = Classifier::with_rules(order, &ADDITIONS);
        let examples = ADDITIONS.rules.iter().flat_map(|rule| &rule.examples);
        let examples = examples.map(|it| it.value.clone());
        for definition in definitions().into_iter().map(|it| it.1).chain(examples) {
            prop_assert_eq!(usual.assess(&definition), other.assess(&definition));
        }
    }
}
