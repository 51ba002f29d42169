//! Credentials that are asked for, and recipients that are hidden.

use super::super::Kind;
use super::super::concept::Concept as C;
use super::super::concept::{any, bit};
use super::super::grammar::{Rule, Within};
use super::{FILE, TARGET, rule};

/// The rules.
pub(super) const RULES: &[Rule] = &[
    // Credentials.
    rule(
        Kind::Secret,
        &[
            any(&[C::UserSecret, C::WholeEnvironment]),
            bit(C::Pass),
            TARGET,
        ],
        140,
        "asks for a credential in an argument",
    ),
    rule(
        Kind::Secret,
        &[
            any(&[C::SecretVariable, C::Environment, C::UserSecret]),
            any(&[
                C::Pass,
                C::Content,
                C::Read,
                C::Must,
                C::Fails,
                C::Environment,
            ]),
            bit(C::OwnArgument),
        ],
        120,
        "asks for a credential in an argument",
    ),
    rule(
        Kind::Secret,
        &[
            bit(C::SecretWord),
            any(&[C::User, C::You, C::ManyOf]),
            bit(C::Pass),
            bit(C::OwnArgument),
        ],
        120,
        "asks for a credential in an argument",
    ),
    Rule {
        within: Within::Credential,
        without: any(&[C::PathWord, C::Example, C::PublicKey]),
        ..rule(
            Kind::Secret,
            &[FILE, bit(C::Content)],
            60,
            "an argument asks for a file of the user",
        )
    },
    Rule {
        within: Within::Credential,
        ..rule(
            Kind::Secret,
            &[bit(C::WholeEnvironment)],
            60,
            "an argument asks for the whole environment",
        )
    },
    Rule {
        within: Within::Credential,
        ..rule(
            Kind::Secret,
            &[
                any(&[C::SecretVariable, C::UserSecret]),
                bit(C::Read),
                bit(C::Pass),
            ],
            120,
            "asks for a credential in an argument",
        )
    },
    Rule {
        within: Within::Argument,
        ..rule(
            Kind::Secret,
            &[bit(C::SecretVariable), any(&[C::Content, C::Pass, C::Read])],
            90,
            "an argument asks for a credential",
        )
    },
    Rule {
        within: Within::Argument,
        ..rule(
            Kind::Secret,
            &[bit(C::Environment), bit(C::Content)],
            60,
            "an argument asks for the environment",
        )
    },
    Rule {
        within: Within::Argument,
        ..rule(
            Kind::Secret,
            &[any(&[C::UserSecret, C::WholeEnvironment])],
            90,
            "an argument asks for a credential",
        )
    },
    Rule {
        within: Within::Argument,
        ..rule(
            Kind::Secret,
            &[
                bit(C::Substitution),
                any(&[
                    C::SecretFile,
                    C::SecretVariable,
                    C::SecretWord,
                    C::Environment,
                ]),
            ],
            90,
            "a value reads a credential",
        )
    },
    rule(
        Kind::Secret,
        &[
            bit(C::Send),
            bit(C::UserSecret),
            any(&[C::Argument, C::Must, C::Ignore]),
        ],
        120,
        "tells the model to send credentials",
    ),
    Rule {
        without: any(&[C::PathWord, C::PublicKey, C::Example]),
        ..rule(
            Kind::Secret,
            &[
                any(&[C::SecretWord, C::UserSecret, C::SecretVariable]),
                bit(C::Local),
                any(&[C::Pass, C::Content, C::Must, C::Read]),
            ],
            140,
            "a credential of this computer is asked for",
        )
    },
    // Recipients.
    Rule {
        without: bit(C::Example),
        ..rule(
            Kind::Recipient,
            &[bit(C::Address), any(&[C::BlindCopy, C::Bcc])],
            140,
            "an address is to get a copy",
        )
    },
    Rule {
        without: bit(C::Example),
        ..rule(
            Kind::Recipient,
            &[
                bit(C::Address),
                bit(C::Redirect),
                any(&[C::Recipient, C::WhenSending, C::Send]),
            ],
            170,
            "a recipient is put in by the text",
        )
    },
    Rule {
        without: bit(C::Example),
        ..rule(
            Kind::Recipient,
            &[bit(C::Address), bit(C::All), bit(C::Send)],
            140,
            "a recipient is put in by the text",
        )
    },
];
