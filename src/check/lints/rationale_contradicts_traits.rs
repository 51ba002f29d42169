//! `rationale-contradicts-traits`.

use crate::check::Lint;
use crate::check::prose::without_code;
use crate::check::words::normal;
use crate::diagnostic::{Diagnostic, LintInfo};
use crate::model::{Category, Trait};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports an entry whose words speak of a trait that its rating does not have, or deny one that it has:
    /// private data in the text of a tool without `private-data`, a public source in the text of a tool with it, a
    /// quota without `metered`, strangers' text without `untrusted-content`.
    ///
    /// ## Why
    /// Toxic flows and attack patterns are computed from the traits. They miss a fact that only the text has.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: get_weather
    /// description: Gets the forecast of a city.
    /// traits: []
    /// rationale: Each request counts against the quota of the key.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: get_weather
    /// description: Gets the forecast of a city.
    /// traits: [metered]
    /// override: The service charges for each forecast.
    /// rationale: Each request counts against the quota of the key.
    /// ```
    RationaleContradictsTraits, "TR217", "rationale-contradicts-traits", Warn,
    "the words of an entry contradict its traits"
}

/// Words that go with a trait, or against it, in tools of some categories.
struct Claim {
    about: Trait,
    /// Whether the words say that the tool has the trait.
    has: bool,
    on: &'static [Category],
    words: &'static [&'static str],
}

const CLAIMS: &[Claim] = &[
    Claim {
        about: Trait::PrivateData,
        has: true,
        on: &[Category::Read],
        words: &[
            " internal conversation ",
            " personal data ",
            " private content ",
            " private conversations ",
            " private file ",
            " private files ",
            " private records ",
            " private repositories ",
            " private repository ",
            " private text ",
            " private trackers ",
            " members' phone numbers ",
        ],
    },
    Claim {
        about: Trait::PrivateData,
        has: false,
        on: &[Category::Read],
        words: &[
            " customers can see anyway ",
            " is public already ",
            " made-up ",
            " makes up ",
            " mostly public ",
            " no documents",
            " public account data ",
            " repeats its own argument ",
            " sample text ",
        ],
    },
    Claim {
        about: Trait::UntrustedContent,
        has: true,
        on: &[Category::Read],
        words: &[
            " contributors wrote",
            " other people wrote",
            " outsiders may have written",
            " page's author controls ",
            " strangers wrote",
            " strangers write",
            " anyone with an account may have written",
        ],
    },
    Claim {
        about: Trait::UntrustedContent,
        has: false,
        on: &[Category::Read],
        words: &[" fixed sample text ", " the text is a constant "],
    },
    Claim {
        about: Trait::Metered,
        has: true,
        on: Category::ALL,
        words: &[
            " against the quota ",
            " key's quota",
            " key's paid quota",
            " is billed per call ",
            " charged for each call ",
        ],
    },
];

impl Lint for RationaleContradictsTraits {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        let Some(rationale) = &tool.tool.review.rationale else {
            return;
        };
        let texts = [&tool.tool.definition.description, &rationale.value];
        let texts = texts.map(|text| normal(&without_code(text)));
        let text = format!(" {} ", texts.join(" ")).replace([',', '.', ';', ':'], " ");
        let text = format!(" {} ", normal(&text));
        let rating = &tool.rating;
        for claim in CLAIMS {
            let holds = rating.traits.contains(&claim.about) == claim.has;
            if holds || !claim.on.contains(&rating.category) {
                continue;
            }
            let Some(words) = claim.words.iter().find(|words| text.contains(**words)) else {
                continue;
            };
            let (name, about) = (&tool.tool.definition.name, claim.about);
            let but = if claim.has { "does not have" } else { "has" };
            let message = format!(
                "the entry of `{name}` says \u{201c}{}\u{201d}, but the tool {but} the trait `{about}`",
                words.trim()
            );
            let help =
                "set `traits` to what the call does, with an `override`, or correct the text";
            found.push(Diagnostic::new(&INFO, rationale.span, message).help(help));
        }
    }
}
