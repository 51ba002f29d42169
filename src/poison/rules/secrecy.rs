//! Keeping things from the user, new roles, and texts that are read elsewhere and passed on.

use super::super::Kind;
use super::super::concept::Concept as C;
use super::super::concept::{any, bit};
use super::super::grammar::{Rule, Within};
use super::{FILE, ORDER, PRIVATE, TARGET, rule};

/// The rules.
pub(super) const RULES: &[Rule] = &[
    // Concealment.
    Rule {
        ordered: true,
        ..rule(
            Kind::Concealment,
            &[bit(C::Not), bit(C::Tell), bit(C::User)],
            70,
            "tells the model to keep something from the user",
        )
    },
    Rule {
        ordered: true,
        ..rule(
            Kind::Concealment,
            &[
                bit(C::Not),
                bit(C::Tell),
                any(&[C::This, C::Instructions]),
                any(&[
                    C::User,
                    C::Reply,
                    C::Instructions,
                    C::Secretly,
                    C::KeepSecret,
                ]),
            ],
            110,
            "tells the model to leave something unsaid",
        )
    },
    rule(
        Kind::Concealment,
        &[
            bit(C::NotTell),
            any(&[C::User, C::Read, C::Pass, C::SecretWord]),
        ],
        120,
        "tells the model to keep something from the user",
    ),
    Rule {
        ordered: true,
        ..rule(
            Kind::Concealment,
            &[
                bit(C::Secretly),
                any(&[C::Call, C::Pass, C::Read, C::Write, C::Run]),
            ],
            32,
            "tells the model to do something unnoticed",
        )
    },
    Rule {
        ordered: true,
        ..rule(
            Kind::Concealment,
            &[
                any(&[C::Call, C::Pass, C::Read, C::Write, C::Run]),
                bit(C::This),
                bit(C::Secretly),
            ],
            22,
            "tells the model to do something unnoticed",
        )
    },
    rule(
        Kind::Concealment,
        &[bit(C::Hush)],
        60,
        "tells the model to keep something from the user",
    ),
    rule(
        Kind::Concealment,
        &[bit(C::KeepSecret), any(&[C::User, C::Reply])],
        70,
        "tells the model to keep something from the user",
    ),
    rule(
        Kind::Concealment,
        &[
            bit(C::HiddenState),
            any(&[C::User, C::Reply]),
            any(&[C::This, C::You, C::Must]),
        ],
        70,
        "tells the model to keep something from the user",
    ),
    rule(
        Kind::Concealment,
        &[bit(C::LeftOut), bit(C::Reply)],
        90,
        "tells the model to leave something out of the answer",
    ),
    rule(
        Kind::Concealment,
        &[
            bit(C::NobodyKnows),
            any(&[C::You, C::Model, C::This, C::Must]),
        ],
        90,
        "tells the model to let nobody know",
    ),
    Rule {
        ordered: true,
        ..rule(
            Kind::Concealment,
            &[bit(C::Asked), bit(C::Deceive)],
            120,
            "tells the model to evade a question of the user",
        )
    },
    rule(
        Kind::Concealment,
        &[bit(C::Unaware), bit(C::User)],
        60,
        "tells the model not to let the user know",
    ),
    rule(
        Kind::Concealment,
        &[bit(C::Asked), any(&[C::KeepSecret, C::NotTell])],
        140,
        "tells the model to evade a question of the user",
    ),
    rule(
        Kind::Concealment,
        &[bit(C::Asked), bit(C::Not), bit(C::Tell)],
        140,
        "tells the model to evade a question of the user",
    ),
    // Rules set aside, new roles.
    rule(
        Kind::Override,
        &[
            bit(C::Ignore),
            bit(C::Prior),
            any(&[C::Instructions, C::SystemPrompt]),
        ],
        90,
        "tells the model to ignore the rules of the session",
    ),
    rule(
        Kind::Override,
        &[
            any(&[C::Ignore, C::Off]),
            any(&[C::SystemPrompt, C::Safety]),
        ],
        90,
        "tells the model to ignore the rules of the session",
    ),
    rule(
        Kind::Override,
        &[any(&[C::Tell, C::Pass, C::Read]), bit(C::SystemPrompt)],
        60,
        "asks for the system prompt",
    ),
    rule(
        Kind::Override,
        &[
            bit(C::RoleMode),
            any(&[
                C::Model,
                C::Unrestricted,
                C::FromNow,
                C::Comply,
                C::Obey,
                C::SystemPrompt,
                C::Safety,
            ]),
        ],
        90,
        "gives the model a new role",
    ),
    rule(
        Kind::Override,
        &[
            bit(C::NewRules),
            any(&[C::Model, C::FromNow, C::Comply, C::Obey, C::Ignore]),
        ],
        90,
        "the text claims to be an instruction of the system",
    ),
    rule(
        Kind::Override,
        &[bit(C::ToolOutput), bit(C::Obey)],
        120,
        "tells the model to obey what a tool returns",
    ),
    rule(
        Kind::Override,
        &[bit(C::RolePlay)],
        90,
        "gives the model a new role",
    ),
    rule(
        Kind::Override,
        &[bit(C::NewInstructions)],
        90,
        "the text claims to be an instruction of the system",
    ),
    rule(
        Kind::Override,
        &[
            bit(C::FromNow),
            any(&[C::You, C::Unrestricted, C::Send, C::Model, C::Must]),
        ],
        80,
        "tells the model to follow this text for the rest of the session",
    ),
    rule(
        Kind::Persistence,
        &[bit(C::EveryAnswer), bit(C::Promote)],
        120,
        "tells the model what every answer must say",
    ),
    rule(
        Kind::Persistence,
        &[
            any(&[C::Memory, C::Write]),
            bit(C::Future),
            any(&[C::Trust, C::Memory, C::Promote]),
        ],
        200,
        "tells the model to remember something for later sessions",
    ),
    // Things read elsewhere and passed on.
    Rule {
        pair: true,
        ..rule(
            Kind::Transfer,
            &[PRIVATE, bit(C::Read), bit(C::Pass), TARGET],
            300,
            "asks for private content in an argument",
        )
    },
    rule(
        Kind::Transfer,
        &[
            PRIVATE,
            any(&[C::Pass, C::Read]),
            bit(C::Content),
            any(&[C::OwnArgument, C::Argument, C::Before, C::Model]),
        ],
        200,
        "tells the model to pass on private content",
    ),
    Rule {
        without: any(&[C::PathWord, C::PublicKey]),
        ..rule(
            Kind::Transfer,
            &[FILE, bit(C::Pass), TARGET],
            120,
            "tells the model to pass on a file of the user",
        )
    },
    rule(
        Kind::Transfer,
        &[
            bit(C::UserData),
            any(&[C::Read, C::Pass]),
            bit(C::OwnArgument),
            any(&[C::Before, C::Must, C::Fails, C::Model]),
        ],
        160,
        "asks for private content in an argument",
    ),
    Rule {
        without: bit(C::PublicKey),
        ..rule(
            Kind::Transfer,
            &[
                FILE,
                bit(C::Read),
                ORDER,
                any(&[C::Pass, C::Content, C::You, C::Before]),
            ],
            140,
            "tells the model to read a file of the user",
        )
    },
    Rule {
        without: bit(C::PathWord),
        within: Within::Argument,
        ..rule(
            Kind::Transfer,
            &[FILE, any(&[C::Content, C::Pass, C::Read])],
            120,
            "an argument asks for a file of the user",
        )
    },
    Rule {
        pair: true,
        ..rule(
            Kind::Transfer,
            &[
                bit(C::UserData),
                any(&[C::Read, C::Pass]),
                bit(C::ManyOf),
                bit(C::OwnArgument),
            ],
            240,
            "asks for private content in an argument",
        )
    },
    rule(
        Kind::Transfer,
        &[
            bit(C::History),
            bit(C::Pass),
            any(&[C::OwnArgument, C::Argument, C::Always]),
        ],
        140,
        "tells the model to pass on the conversation",
    ),
];
