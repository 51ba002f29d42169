//! Looser combinations of rarer concepts.

use super::super::Kind;
use super::super::concept::Concept as C;
use super::super::concept::{any, bit};
use super::super::grammar::{Rule, Within};
use super::{FILE, TARGET, rule};

/// The rules.
pub(super) const RULES: &[Rule] = &[
    // Looser combinations of rarer concepts.
    Rule {
        ordered: true,
        ..rule(
            Kind::Concealment,
            &[bit(C::Not), any(&[C::User]), bit(C::Know)],
            80,
            "the user is not to know",
        )
    },
    Rule {
        ordered: true,
        ..rule(
            Kind::Concealment,
            &[bit(C::Not), bit(C::Tell), bit(C::Reply)],
            60,
            "something is to be left losses",
        )
    },
    Rule {
        ordered: true,
        ..rule(
            Kind::Override,
            &[bit(C::Refuse), bit(C::Comply)],
            30,
            "the user's wishes are to be refused",
        )
    },
    rule(
        Kind::Override,
        &[
            bit(C::Off),
            bit(C::Prior),
            bit(C::Instructions),
            any(&[C::You, C::User, C::Model, C::This]),
        ],
        100,
        "rules of the session are to be set aside",
    ),
    rule(
        Kind::Priority,
        &[
            bit(C::EveryTime),
            any(&[C::ThisTool, C::SelfReference]),
            any(&[C::Call, C::Must, C::Others]),
        ],
        90,
        "the tool is to be called without being asked for",
    ),
    rule(
        Kind::Priority,
        &[bit(C::EveryTime), bit(C::OwnName), any(&[C::Call, C::Must])],
        90,
        "the tool is to be called without being asked for",
    ),
    Rule {
        ordered: true,
        ..rule(
            Kind::Priority,
            &[
                bit(C::SelfReference),
                bit(C::Must),
                bit(C::Call),
                bit(C::EveryTime),
            ],
            110,
            "the tool is to be called without being asked for",
        )
    },
    rule(
        Kind::Priority,
        &[bit(C::Precedence), bit(C::User)],
        60,
        "the text claims precedence over the user",
    ),
    rule(
        Kind::Priority,
        &[bit(C::ForeignTool), bit(C::Replace), bit(C::OwnName)],
        110,
        "the tool claims to stand in for another",
    ),
    Rule {
        without: bit(C::Condition),
        ..rule(
            Kind::Approval,
            &[bit(C::Approve), bit(C::NoNeed), any(&[C::User, C::Given])],
            100,
            "the user is not to be asked",
        )
    },
    Rule {
        within: Within::Argument,
        ..rule(
            Kind::Secret,
            &[bit(C::SecretWord), bit(C::User)],
            80,
            "an argument asks for a credential",
        )
    },
    Rule {
        within: Within::Argument,
        without: bit(C::PathWord),
        ..rule(
            Kind::Secret,
            &[FILE, bit(C::SecretWord), any(&[C::Send, C::Pass, C::Read])],
            120,
            "an argument asks for a credential",
        )
    },
    rule(
        Kind::Secret,
        &[
            bit(C::UserSecret),
            bit(C::Pass),
            any(&[C::Must, C::Before, C::ManyOf, C::ThirdParty, C::Argument]),
        ],
        80,
        "a credential is to be passed on",
    ),
    rule(
        Kind::Secret,
        &[bit(C::Environment), bit(C::Run), any(&[C::Pass, C::ManyOf])],
        50,
        "the environment is to be passed on",
    ),
    rule(
        Kind::Transfer,
        &[FILE, bit(C::Content), any(&[C::Must, C::OwnArgument])],
        90,
        "a file of the user is to be passed on",
    ),
    Rule {
        without: bit(C::PathWord),
        ..rule(
            Kind::Transfer,
            &[
                FILE,
                bit(C::Read),
                TARGET,
                any(&[C::Before, C::Must, C::User, C::Not, C::NotTell]),
            ],
            140,
            "a file of the user is to be passed on",
        )
    },
    Rule {
        without: any(&[C::Example, C::PathWord]),
        ..rule(
            Kind::Transfer,
            &[
                bit(C::HomePath),
                any(&[C::Read, C::Content]),
                bit(C::OwnArgument),
            ],
            160,
            "a file of the user is to be passed on",
        )
    },
    rule(
        Kind::Transfer,
        &[
            bit(C::UserData),
            any(&[C::Read, C::Pass]),
            bit(C::OwnArgument),
        ],
        160,
        "private content is to be passed on in an argument",
    ),
    rule(
        Kind::Transfer,
        &[
            any(&[
                C::SecretFile,
                C::UserData,
                C::History,
                C::UserSecret,
                C::AgentConfig,
            ]),
            bit(C::ThirdParty),
            any(&[C::Pass, C::Send, C::Read]),
        ],
        140,
        "private content is to be sent away",
    ),
    rule(
        Kind::Transfer,
        &[
            any(&[C::AgentConfig, C::SecretFile]),
            bit(C::Pass),
            any(&[C::Always, C::EveryTime]),
        ],
        140,
        "a file of the user is to be passed on",
    ),
    Rule {
        without: any(&[C::Example, C::PathWord]),
        ..rule(
            Kind::Transfer,
            &[
                bit(C::HomePath),
                bit(C::Pass),
                any(&[C::ThirdParty, C::Secretly, C::Before, C::Hush]),
            ],
            140,
            "a file of the user is to be passed on",
        )
    },
    Rule {
        without: bit(C::Example),
        ..rule(
            Kind::Recipient,
            &[bit(C::Address), bit(C::WhenSending)],
            140,
            "a recipient is put in by the text",
        )
    },
    Rule {
        without: bit(C::Example),
        ..rule(
            Kind::Recipient,
            &[
                bit(C::Address),
                bit(C::Redirect),
                bit(C::User),
                bit(C::Pass),
            ],
            140,
            "results are to be sent elsewhere",
        )
    },
    Rule {
        within: Within::Prose,
        ..rule(
            Kind::Command,
            &[
                bit(C::Install),
                any(&[C::You, C::Imperative, C::Must]),
                any(&[C::Run, C::Pass, C::Call, C::You]),
            ],
            100,
            "a program is to be installed or run",
        )
    },
    Rule {
        points: 1,
        ..rule(
            Kind::Persistence,
            &[bit(C::Memory), bit(C::Future)],
            60,
            "something is to be remembered for later sessions",
        )
    },
];
