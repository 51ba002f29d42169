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

// Declared in plain sight, not by a macro: `cargo fmt` finds the files of a module in no other way.
pub mod attack_without_reference;
pub mod bad_rule_id;
pub mod called_reversible;
pub mod category_contradicts_rules;
pub mod changed_since_review;
pub mod colliding_names;
pub mod description_repeats_name;
pub mod doubled_stop;
pub mod empty_description;
pub mod guessing;
pub mod hidden_characters;
pub mod hint_contradicts_rating;
pub mod instruction_like_text;
pub mod limit_contradicts_rules;
pub mod limit_stops_normal_use;
pub mod lock_without_entry;
pub mod minute_limit_on_critical;
pub mod missing_assessment;
pub mod missing_lock;
pub mod missing_rationale;
pub mod nearly_rated_twice;
pub mod needless_override;
pub mod number_disagrees;
pub mod old_capture;
pub mod one_sided_undo;
pub mod other_package;
pub mod outdated_assessment;
pub mod placeholder;
pub mod poisoned_definition;
pub mod policy_too_loose;
pub mod rated_twice;
pub mod rationale_contradicts_policy;
pub mod rationale_contradicts_rating;
pub mod rationale_contradicts_traits;
pub mod rationale_repeats_description;
pub mod raw_html;
pub mod relative_time;
pub mod risk_contradicts_rules;
pub mod rule_example_fails;
pub mod secret_like_text;
pub mod shared_rationale;
pub mod shared_tool_set;
pub mod sibling_door;
pub mod slug_as_title;
pub mod title_says_mcp_server;
pub mod tool_not_in_lock;
pub mod traits_contradict_rules;
pub mod truncated_description;
pub mod uncommon_name;
pub mod undated_reference;
pub mod undo_contradicts_rating;
pub mod ungrounded_term;
pub mod unknown_argument;
pub mod unknown_attack;
pub mod unknown_framework_id;
pub mod unknown_lint;
pub mod unknown_name;
pub mod unknown_undo;
pub mod unsigned_review;
pub mod unstated_release;
pub mod unused_allow;
pub mod unused_attack;
pub mod weak_evidence;
pub mod wrong_article;

/// All lints, by code.
pub static LINTS: &[&dyn super::Lint] = &[
    &category_contradicts_rules::CategoryContradictsRules,
    &risk_contradicts_rules::RiskContradictsRules,
    &limit_contradicts_rules::LimitContradictsRules,
    &rated_twice::RatedTwice,
    &policy_too_loose::PolicyTooLoose,
    &needless_override::NeedlessOverride,
    &hint_contradicts_rating::HintContradictsRating,
    &weak_evidence::WeakEvidence,
    &nearly_rated_twice::NearlyRatedTwice,
    &rule_example_fails::RuleExampleFails,
    &bad_rule_id::BadRuleId,
    &traits_contradict_rules::TraitsContradictRules,
    &minute_limit_on_critical::MinuteLimitOnCritical,
    &unknown_name::UnknownName,
    &unknown_argument::UnknownArgument,
    &limit_stops_normal_use::LimitStopsNormalUse,
    &sibling_door::SiblingDoor,
    &empty_description::EmptyDescription,
    &truncated_description::TruncatedDescription,
    &description_repeats_name::DescriptionRepeatsName,
    &missing_rationale::MissingRationale,
    &rationale_contradicts_rating::RationaleContradictsRating,
    &ungrounded_term::UngroundedTerm,
    &wrong_article::WrongArticle,
    &doubled_stop::DoubledStop,
    &number_disagrees::NumberDisagrees,
    &relative_time::RelativeTime,
    &placeholder::Placeholder,
    &raw_html::RawHtml,
    &rationale_repeats_description::RationaleRepeatsDescription,
    &shared_rationale::SharedRationale,
    &guessing::Guessing,
    &called_reversible::CalledReversible,
    &rationale_contradicts_policy::RationaleContradictsPolicy,
    &rationale_contradicts_traits::RationaleContradictsTraits,
    &unknown_attack::UnknownAttack,
    &unknown_undo::UnknownUndo,
    &unknown_lint::UnknownLint,
    &attack_without_reference::AttackWithoutReference,
    &one_sided_undo::OneSidedUndo,
    &undo_contradicts_rating::UndoContradictsRating,
    &undated_reference::UndatedReference,
    &unknown_framework_id::UnknownFrameworkId,
    &unused_attack::UnusedAttack,
    &colliding_names::CollidingNames,
    &uncommon_name::UncommonName,
    &slug_as_title::SlugAsTitle,
    &title_says_mcp_server::TitleSaysMcpServer,
    &hidden_characters::HiddenCharacters,
    &instruction_like_text::InstructionLikeText,
    &secret_like_text::SecretLikeText,
    &missing_lock::MissingLock,
    &tool_not_in_lock::ToolNotInLock,
    &lock_without_entry::LockWithoutEntry,
    &changed_since_review::ChangedSinceReview,
    &old_capture::OldCapture,
    &shared_tool_set::SharedToolSet,
    &missing_assessment::MissingAssessment,
    &outdated_assessment::OutdatedAssessment,
    &other_package::OtherPackage,
    &poisoned_definition::PoisonedDefinition,
    &unsigned_review::UnsignedReview,
    &unstated_release::UnstatedRelease,
    &unused_allow::UnusedAllow,
];
