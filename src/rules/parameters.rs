//! What the parameters of a tool say of it.

use super::judge::{Object, meaning};
use super::lexicon::Lexicon;
use super::name::read_name;
use super::split::name_tokens;
use super::table::{Noun, Role};
use super::words::Token;
use crate::model::{Category, Definition, Parameter};

/// What each parameter's name says: its roles and the rules that name it, as [`Lexicon::called`] gives them.
pub(super) fn called(lexicon: &Lexicon<'_>, definition: &Definition) -> Vec<u64> {
    let parameters = definition.parameters.iter();
    parameters.map(|it| lexicon.called(it.name())).collect()
}

/// Takes a parameter named `code` for what it is: in a definition that speaks of one-time codes, coupons or
/// countries and of no program, it is no program.
pub(super) fn settle_codes(definition: &Definition, said: u128, called: &mut [u64]) {
    if said & Noun::Coded.bit() == 0 || said & Noun::Program.bit() != 0 {
        return;
    }
    for (parameter, bits) in definition.parameters.iter().zip(called) {
        if parameter.name().eq_ignore_ascii_case("code") {
            *bits = 0;
        }
    }
}

/// The groups that the parameters speak of.
pub(super) fn about(called: &[u64]) -> u128 {
    let all = called.iter().fold(0, |all, bits| all | bits);
    let mut about = 0;
    for (role, group) in [
        (Role::Sql, Noun::ParamSql),
        (Role::Code, Noun::ParamCode),
        (Role::Driver, Noun::ParamDriver),
        (Role::Url, Noun::ParamUrl),
        (Role::Path, Noun::ParamPath),
    ] {
        if all & role.bit() != 0 {
            about |= group.bit();
        }
    }
    let money = Role::Amount.bit() | Role::Recipient.bit();
    if all & money == money {
        about |= Noun::ParamMoney.bit();
    }
    about
}

/// The most severe action that a parameter offers by its allowed words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Choice<'a> {
    /// The parameter.
    pub(super) parameter: &'a Parameter,
    /// The word.
    pub(super) value: &'a str,
    /// What it does.
    pub(super) category: Category,
}

/// What the caller can choose to have done.
pub(super) fn choice<'a>(
    lexicon: &Lexicon<'_>,
    definition: &'a Definition,
    called: &[u64],
    object: Object,
    about: u128,
    tokens: &mut Vec<Token>,
) -> Option<Choice<'a>> {
    let mut best: Option<Choice<'a>> = None;
    for (parameter, roles) in definition.parameters.iter().zip(called) {
        let mild = roles & Role::MildChooser.bit() != 0;
        if parameter.values.len() < 2 || !(mild || roles & Role::Chooser.bit() != 0) {
            continue;
        }
        for value in parameter.values.iter().filter(|value| !is_http(value)) {
            let Some(category) = value_category(lexicon, value, object, about, tokens) else {
                continue;
            };
            if category < Category::Destructive && mild {
                continue;
            }
            if best.is_none_or(|it| category > it.category) {
                best = Some(Choice {
                    parameter,
                    value,
                    category,
                });
            }
        }
    }
    best
}

fn value_category(
    lexicon: &Lexicon<'_>,
    value: &str,
    object: Object,
    about: u128,
    tokens: &mut Vec<Token>,
) -> Option<Category> {
    tokens.clear();
    name_tokens(lexicon, value, tokens);
    let mut actions = Vec::new();
    read_name(tokens, &mut actions);
    actions
        .iter()
        .filter_map(|action| {
            let object = if action.object.all == 0 {
                object
            } else {
                action.object
            };
            meaning(lexicon, action.verb, object, about)
        })
        .map(|it| it.category)
        .max()
}

pub(super) fn is_http(value: &str) -> bool {
    ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"].contains(&value)
}

fn changes(method: &str) -> bool {
    matches!(method, "PUT" | "PATCH" | "DELETE")
}

/// A parameter by which the caller chooses the HTTP method, where there is also an address.
pub(super) fn http_method<'a>(definition: &'a Definition, called: &[u64]) -> Option<&'a Parameter> {
    let addressed = called.iter().any(|roles| roles & Role::Address.bit() != 0);
    definition
        .parameters
        .iter()
        .zip(called)
        .find(|(it, roles)| *roles & Role::Method.bit() != 0 && !it.path.contains('.'))
        .map(|(it, _)| it)
        .filter(|it| {
            addressed
                && (it
                    .values
                    .iter()
                    .any(|value| is_http(value) && changes(value))
                    || (it.values.is_empty() && it.description.contains("HTTP")))
        })
}
