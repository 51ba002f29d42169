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
    hint_contradicts_rating::HintContradictsRating,
    weak_evidence::WeakEvidence,
    nearly_rated_twice::NearlyRatedTwice,
    rule_example_fails::RuleExampleFails,
    bad_rule_id::BadRuleId,
    minute_limit_on_critical::MinuteLimitOnCritical,
    unknown_name::UnknownName,
    unknown_argument::UnknownArgument,
    empty_description::EmptyDescription,
    truncated_description::TruncatedDescription,
    description_repeats_name::DescriptionRepeatsName,
    missing_rationale::MissingRationale,
    rationale_contradicts_rating::RationaleContradictsRating,
    ungrounded_term::UngroundedTerm,
    wrong_article::WrongArticle,
    doubled_stop::DoubledStop,
    number_disagrees::NumberDisagrees,
    relative_time::RelativeTime,
    placeholder::Placeholder,
    raw_html::RawHtml,
    rationale_repeats_description::RationaleRepeatsDescription,
    shared_rationale::SharedRationale,
    guessing::Guessing,
    called_reversible::CalledReversible,
    unknown_attack::UnknownAttack,
    unknown_undo::UnknownUndo,
    unknown_lint::UnknownLint,
    attack_without_reference::AttackWithoutReference,
    one_sided_undo::OneSidedUndo,
    undo_contradicts_rating::UndoContradictsRating,
    undated_reference::UndatedReference,
    unknown_framework_id::UnknownFrameworkId,
    unused_attack::UnusedAttack,
    colliding_names::CollidingNames,
    uncommon_name::UncommonName,
    slug_as_title::SlugAsTitle,
    title_says_mcp_server::TitleSaysMcpServer,
    hidden_characters::HiddenCharacters,
    instruction_like_text::InstructionLikeText,
    secret_like_text::SecretLikeText,
    missing_lock::MissingLock,
    tool_not_in_lock::ToolNotInLock,
    lock_without_entry::LockWithoutEntry,
    changed_since_review::ChangedSinceReview,
    old_capture::OldCapture,
    shared_tool_set::SharedToolSet,
    unused_allow::UnusedAllow,
];
