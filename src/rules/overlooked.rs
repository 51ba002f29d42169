//! What a definition says in places to which neither reader gives much weight: a title, a switch, an allowed value of
//! any argument, a later clause. Where one of them says more than the rating, the rating stays, and is unsure.

use super::Assessment;
use super::assessment::confidence_of;
use super::conclusion::unread;
use super::judge::meaning;
use super::later::{later_beyond, switch_destroys};
use super::name::{Action, read_name};
use super::parameters::is_http;
use super::reading::Reading;
use super::signal::{self, Spot};
use super::split::name_tokens;
use super::table::Strength;
use super::words::Token;
use crate::model::{Category, Parameter};

impl Reading<'_> {
    /// The assessment, unsure where a part of the definition was not read, or says more than it.
    pub(super) fn doubted(&self, mut assessment: Assessment) -> Assessment {
        if !assessment.doubt.is_empty() {
            return assessment;
        }
        let rated = assessment.category;
        let doubt = unread(self.definition).or_else(|| {
            let (place, said) = self.overlooked(rated)?;
            Some(format!(
                "{place} says {said}, but the rest of the definition says {rated}"
            ))
        });
        assessment.doubt = doubt.unwrap_or_default();
        assessment.confidence = confidence_of(&assessment.doubt);
        assessment
    }

    fn overlooked(&self, rated: Category) -> Option<(String, Category)> {
        if rated >= Category::Destructive {
            return None;
        }
        let in_title = || {
            let signals = self.signals.iter();
            let titles = signals.filter(|it| matches!(it.spot, Spot::Title(..)));
            let sure = titles
                .filter(|it| it.weight >= signal::SURE && it.category >= Category::Destructive);
            sure.map(|it| ("the title".to_owned(), it.category)).next()
        };
        let later = || {
            let said = later_beyond(&self.definition.description, rated)?;
            Some(("a later part of the description".to_owned(), said))
        };
        in_title().or_else(later).or_else(|| self.in_parameters())
    }

    fn in_parameters(&self) -> Option<(String, Category)> {
        let mut tokens = Vec::new();
        let parameters = self.definition.parameters.iter();
        let mut found = parameters.filter_map(|parameter| {
            let said = self.said_by(parameter, &mut tokens)?;
            Some((format!("the argument `{}`", parameter.path), said))
        });
        found.next()
    }

    /// What a switch, or an allowed value of an argument, says of destruction or money.
    fn said_by(&self, parameter: &Parameter, tokens: &mut Vec<Token>) -> Option<Category> {
        let is_switch = parameter.kind.contains("boolean") || parameter.kind.is_empty();
        if is_switch && let Some(said) = self.severe(parameter.name(), tokens) {
            return Some(said);
        }
        if is_switch && switch_destroys(&parameter.description) {
            return Some(Category::Destructive);
        }
        let mut values = parameter.values.iter().filter(|it| !is_http(it));
        values.find_map(|value| self.severe(value, tokens))
    }

    fn severe(&self, name: &str, tokens: &mut Vec<Token>) -> Option<Category> {
        tokens.clear();
        name_tokens(self.lexicon, name, tokens);
        let mut actions: Vec<Action> = Vec::new();
        read_name(tokens, &mut actions);
        let said = actions
            .iter()
            .filter_map(|it| meaning(self.lexicon, it.verb, it.object, self.about));
        let severe =
            said.filter(|it| it.category >= Category::Destructive && it.sure >= Strength::Plain);
        severe.map(|it| it.category).max()
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Category, Confidence, Definition, Parameter};
    use crate::rules::Classifier;

    fn reads(description: &str) -> Definition {
        Definition {
            name: "get_status".to_owned(),
            description: description.to_owned(),
            ..Definition::default()
        }
    }

    fn with(parameter: Parameter) -> Definition {
        Definition {
            parameters: vec![Parameter {
                path: "x".to_owned(),
                ..parameter
            }],
            ..reads("Gets the status of a project.")
        }
    }

    #[test]
    fn what_is_said_in_passing_makes_a_read_unsure() {
        let boolean = || "boolean".to_owned();
        let far = "It has a status. ".repeat(300);
        let mut cases = vec![
            reads("Gets the status of a project. This tool restarts the server."),
            reads("Gets the status of a project, and then charges the customer."),
            reads(&format!(
                "Gets the status of a project. {far}It permanently deletes the project."
            )),
            reads(&format!(
                "Gets the status of İstanbul. {far}It permanently deletes the project."
            )),
            reads(&"Gets the status of a project. ".repeat(3_000)),
            with(Parameter {
                kind: boolean(),
                description: "If true, deletes the project afterwards.".to_owned(),
                ..Parameter::default()
            }),
            with(Parameter {
                values: vec!["keep".to_owned(), "delete_all".to_owned()],
                ..Parameter::default()
            }),
        ];
        for name in ["delete", "purge_cache", "dropTables", "force_delete"] {
            let mut flag = with(Parameter {
                kind: boolean(),
                ..Parameter::default()
            });
            flag.parameters[0].path = name.to_owned();
            cases.push(flag);
        }
        let mut titled = reads("Gets the status of a project.");
        titled.title = Some("Delete project".to_owned());
        cases.push(titled);
        for definition in cases {
            let assessment = Classifier::built_in().assess(&definition);
            let sure_read =
                assessment.category == Category::Read && assessment.confidence == Confidence::High;
            let said: String = definition.description.chars().take(200).collect();
            assert!(!sure_read, "{said} {:?}", definition.parameters);
        }
    }

    #[test]
    fn what_only_mentions_an_effect_leaves_a_read_sure() {
        let flag = |name: &str, description: &str| {
            let mut all = with(Parameter {
                kind: "boolean".to_owned(),
                description: description.to_owned(),
                ..Parameter::default()
            });
            all.parameters[0].path = name.to_owned();
            all
        };
        for definition in [
            reads("Gets the status of a project. It never deletes the project."),
            flag(
                "include_deleted",
                "Whether to list projects that were deleted.",
            ),
            flag(
                "dry_run",
                "If true, nothing is changed, and it does not delete the project.",
            ),
        ] {
            let assessment = Classifier::built_in().assess(&definition);
            assert_eq!(assessment.category, Category::Read, "{definition:?}");
            assert_eq!(
                assessment.confidence,
                Confidence::High,
                "{}",
                assessment.doubt
            );
        }
    }
}
