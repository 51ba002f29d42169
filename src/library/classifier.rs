//! Tools in, assessments out.

use super::Tool;
use crate::model::{Category, Confidence, Decision, Limit, Severity, Trait};
use crate::rules;
use crate::rules::weights::Surroundings;

/// The built-in rules and the trained weights beside them. Making one is cheap; it can be shared by threads.
#[derive(Debug, Clone)]
pub struct Classifier(rules::Classifier<'static>);

impl Default for Classifier {
    fn default() -> Self {
        Self::new()
    }
}

impl Classifier {
    /// The classifier that the command line uses.
    pub fn new() -> Self {
        Self(rules::Classifier::built_in())
    }

    /// Assesses a tool of which nothing else is known. Any text gives an assessment.
    ///
    /// ```
    /// use toolrisk::{Category, Classifier, Severity, Tool, Trait};
    ///
    /// let tool = Tool::new("run_shell", "Runs a shell command and returns its output.");
    /// let assessment = Classifier::new().assess(&tool);
    /// assert_eq!(assessment.category, Category::Execute);
    /// assert_eq!(assessment.severity, Severity::Critical);
    /// assert!(assessment.traits.contains(&Trait::RunsCode));
    /// ```
    pub fn assess(&self, tool: &Tool) -> Assessment {
        Assessment::of(self.0.assess(&tool.0))
    }

    /// Assesses all tools of a server, in their order: its name and the tools beside a tool tell what an unclear
    /// one does.
    ///
    /// ```
    /// use toolrisk::{Category, Classifier, Tool};
    ///
    /// let tools = [Tool::new("list_files", ""), Tool::new("delete_file", "")];
    /// let assessed = Classifier::new().assess_server("filesystem", &tools);
    /// assert_eq!(assessed[0].category, Category::Read);
    /// assert_eq!(assessed[1].category, Category::Destructive);
    /// ```
    pub fn assess_server(&self, server: &str, tools: &[Tool]) -> Vec<Assessment> {
        let around = Surroundings::of(server, server, tools.iter().map(Tool::name));
        let assess = |tool: &Tool| Assessment::of(self.0.assess_among(&tool.0, &around));
        tools.iter().map(assess).collect()
    }
}

/// What a tool can do, how bad one wrong call is, and what a policy should do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Assessment {
    /// The most severe effect of one successful call.
    pub category: Category,
    /// What makes a call more or less dangerous, in the order of the taxonomy, each once.
    pub traits: Vec<Trait>,
    /// How bad one wrong call is.
    pub severity: Severity,
    /// What a policy should do with a call.
    pub decision: Decision,
    /// The limit, exactly when the decision is to limit.
    pub limit: Option<Limit>,
    /// How sure the category is.
    pub confidence: Confidence,
    /// Why the confidence is low; empty when it is high.
    pub doubt: String,
    /// The reasons: those of the category first, then those of each trait.
    pub reasons: Vec<Reason>,
}

/// One reason for a category or a trait.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reason {
    /// The category or the trait that it speaks for, by its word.
    pub claim: &'static str,
    /// The id of the rule that saw it; empty when a trained weight did.
    pub rule: String,
    /// Where: `name`, `title`, `description`, `parameter PATH`, `hint NAME`, or `definition`.
    pub place: String,
    /// The words that stand there. A server wrote them: do not trust them.
    pub quote: String,
    /// Why they support the claim.
    pub why: String,
}

impl Assessment {
    fn of(from: rules::Assessment) -> Self {
        let reasons = from.evidence.into_iter().map(|evidence| Reason {
            claim: evidence.claim.as_str(),
            rule: evidence.rule,
            place: evidence.place.to_string(),
            quote: evidence.quote,
            why: evidence.reason,
        });
        Self {
            category: from.category,
            traits: from.traits,
            severity: from.severity,
            decision: from.decision,
            limit: from.limit,
            confidence: from.confidence,
            doubt: from.doubt,
            reasons: reasons.collect(),
        }
    }
}
