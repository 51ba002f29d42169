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
            "tells the model not to let the user know",
        )
    },
    Rule {
        ordered: true,
        ..rule(
            Kind::Concealment,
            &[bit(C::Not), bit(C::Tell), bit(C::Reply)],
            60,
            "tells the model to leave something unsaid",
        )
    },
    Rule {
        ordered: true,
        ..rule(
            Kind::Override,
            &[bit(C::Refuse), bit(C::Comply)],
            30,
            "tells the model to refuse the user's wishes",
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
        "tells the model to ignore the rules of the session",
    ),
    rule(
        Kind::Priority,
        &[
            bit(C::EveryTime),
            any(&[C::ThisTool, C::SelfReference]),
            any(&[C::Call, C::Must, C::Others]),
        ],
        90,
        "tells the model to call the tool unasked",
    ),
    rule(
        Kind::Priority,
        &[bit(C::EveryTime), bit(C::OwnName), any(&[C::Call, C::Must])],
        90,
        "tells the model to call the tool unasked",
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
            "tells the model to call the tool unasked",
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
        "tells the model to pass on a credential",
    ),
    rule(
        Kind::Secret,
        &[bit(C::Environment), bit(C::Run), any(&[C::Pass, C::ManyOf])],
        50,
        "tells the model to pass on environment variables",
    ),
    rule(
        Kind::Transfer,
        &[FILE, bit(C::Content), any(&[C::Must, C::OwnArgument])],
        90,
        "tells the model to pass on a file of the user",
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
            "tells the model to pass on a file of the user",
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
            "tells the model to pass on a file of the user",
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
        "asks for private content in an argument",
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
        "tells the model to send private content away",
    ),
    rule(
        Kind::Transfer,
        &[
            any(&[C::AgentConfig, C::SecretFile]),
            bit(C::Pass),
            any(&[C::Always, C::EveryTime]),
        ],
        140,
        "tells the model to pass on a file of the user",
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
            "tells the model to pass on a file of the user",
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
            "tells the model to send results elsewhere",
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
            "tells the model to install or run a program",
        )
    },
    Rule {
        points: 1,
        ..rule(
            Kind::Persistence,
            &[bit(C::Memory), bit(C::Future)],
            60,
            "tells the model to remember something for later sessions",
        )
    },
];
