//! Every lint, one a file. A file's doc comment is its page, its `explain`, and its first tests.

/// Declares a lint: the doc comment is its explanation, the file's name its name.
macro_rules! declare_lint {
    ($(#[doc = $doc:literal])+ $name:ident, $code:literal, $slug:literal, $level:ident, $summary:literal) => {
        $(#[doc = $doc])+
        #[derive(Debug)]
        pub struct $name;

        static INFO: crate::diagnostic::LintInfo = crate::diagnostic::LintInfo {
            code: $code,
            name: $slug,
            level: crate::diagnostic::Level::$level,
            summary: $summary,
            explanation: concat!($($doc, "\n"),+),
        };
    };
}

macro_rules! lints {
    ($($file:ident::$name:ident,)+) => {
        $(pub mod $file;)+

        /// All lints, by code.
        pub static LINTS: &[&dyn super::Lint] = &[$(&$file::$name,)+];
    };
}

lints![
    category_contradicts_rules::CategoryContradictsRules,
    risk_contradicts_rules::RiskContradictsRules,
    limit_contradicts_rules::LimitContradictsRules,
    rated_twice::RatedTwice,
    policy_too_loose::PolicyTooLoose,
    needless_override::NeedlessOverride,
    empty_description::EmptyDescription,
    truncated_description::TruncatedDescription,
    description_repeats_name::DescriptionRepeatsName,
    missing_rationale::MissingRationale,
    unknown_attack::UnknownAttack,
    unknown_undo::UnknownUndo,
    unknown_lint::UnknownLint,
    attack_without_reference::AttackWithoutReference,
    colliding_names::CollidingNames,
    uncommon_name::UncommonName,
    hidden_characters::HiddenCharacters,
    unused_allow::UnusedAllow,
];
