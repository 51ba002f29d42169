//! The rules: what the kinds of poison are made of, in any language.

mod credentials;
mod looser;
mod secrecy;
mod steering;

use super::Kind;
use super::concept::Concept as C;
use super::concept::{any, bit};
use super::grammar::{Rule, Within};

/// A rule with the usual settings: two points, everywhere, in any order.
const fn rule(kind: Kind, slots: &'static [u128], near: usize, reason: &'static str) -> Rule {
    Rule {
        kind,
        points: 2,
        within: Within::All,
        slots,
        without: 0,
        ordered: false,
        near,
        pair: false,
        reason,
    }
}

const TARGET: u128 = any(&[C::Argument, C::OwnArgument]);
const PRIVATE: u128 = any(&[
    C::SecretFile,
    C::UserSecret,
    C::History,
    C::Introspection,
    C::WholeEnvironment,
    C::SecretVariable,
]);
const FILE: u128 = bit(C::SecretFile);
const ORDER: u128 = any(&[
    C::Must,
    C::Before,
    C::Always,
    C::Model,
    C::Imperative,
    C::Fails,
]);

/// Every rule.
pub(super) fn rules() -> impl Iterator<Item = &'static Rule> {
    [
        secrecy::RULES,
        credentials::RULES,
        steering::RULES,
        looser::RULES,
    ]
    .into_iter()
    .flatten()
}
