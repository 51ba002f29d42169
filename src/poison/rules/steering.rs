//! Other tools, approvals, commands and encodings.

use super::super::Kind;
use super::super::concept::Concept as C;
use super::super::concept::{any, bit};
use super::super::grammar::{Rule, Within};
use super::rule;

/// The rules.
pub(super) const RULES: &[Rule] = &[
    // Other tools.
    rule(
        Kind::Priority,
        &[bit(C::Always), any(&[C::Call, C::Must, C::Before])],
        100,
        "tells the model to call the tool unasked",
    ),
    rule(
        Kind::Priority,
        &[bit(C::Others), any(&[C::NotUse, C::Ignore])],
        70,
        "other tools are declared unfit",
    ),
    rule(
        Kind::Priority,
        &[bit(C::Others), bit(C::Bad)],
        110,
        "other tools are declared unfit",
    ),
    Rule {
        ordered: true,
        ..rule(
            Kind::Priority,
            &[any(&[C::Call, C::Must]), bit(C::Instead), bit(C::Others)],
            90,
            "the tool claims to stand in for others",
        )
    },
    rule(
        Kind::Priority,
        &[bit(C::Others), any(&[C::Call, C::Must]), bit(C::ThisTool)],
        110,
        "the tool claims to stand in for others",
    ),
    rule(
        Kind::Priority,
        &[bit(C::Replace), bit(C::Others)],
        80,
        "the tool claims to stand in for others",
    ),
    rule(
        Kind::Priority,
        &[bit(C::Precedence), any(&[C::Others, C::SystemPrompt])],
        110,
        "the text claims precedence",
    ),
    rule(
        Kind::Priority,
        &[bit(C::Precedence), bit(C::Instructions), bit(C::User)],
        110,
        "the text claims precedence",
    ),
    Rule {
        pair: true,
        ..rule(
            Kind::Priority,
            &[
                bit(C::ForeignTool),
                bit(C::Replace),
                any(&[C::Bad, C::NotUse, C::Others, C::ThisTool]),
            ],
            160,
            "the tool claims to stand in for another",
        )
    },
    Rule {
        ordered: true,
        pair: true,
        ..rule(
            Kind::Priority,
            &[
                bit(C::NotUse),
                bit(C::ForeignTool),
                any(&[C::Instead, C::Bad, C::Others, C::ThisTool]),
            ],
            120,
            "another tool is not to be used",
        )
    },
    Rule {
        ordered: true,
        pair: true,
        ..rule(
            Kind::Priority,
            &[
                bit(C::ForeignTool),
                bit(C::NotUse),
                any(&[C::ThisTool, C::Bad]),
            ],
            140,
            "another tool is not to be used",
        )
    },
    Rule {
        points: 1,
        ordered: true,
        ..rule(
            Kind::Priority,
            &[
                any(&[C::ThisTool, C::Call]),
                bit(C::Instead),
                bit(C::ForeignTool),
            ],
            60,
            "another tool is not to be used",
        )
    },
    rule(
        Kind::Priority,
        &[bit(C::Others), bit(C::ForeignTool), bit(C::Before)],
        140,
        "the text steers a tool of another server",
    ),
    rule(
        Kind::Priority,
        &[bit(C::Superior), bit(C::Others)],
        110,
        "the tool praises itself over others",
    ),
    Rule {
        points: 1,
        ..rule(
            Kind::Priority,
            &[bit(C::Superior)],
            80,
            "the tool praises itself",
        )
    },
    // Approvals.
    Rule {
        without: bit(C::Condition),
        ..rule(
            Kind::Approval,
            &[
                bit(C::Given),
                bit(C::Approve),
                any(&[C::User, C::All, C::NoAsking, C::Not, C::Safety]),
            ],
            110,
            "an approval is declared as given",
        )
    },
    Rule {
        without: bit(C::Condition),
        ..rule(
            Kind::Approval,
            &[
                bit(C::Preapproved),
                any(&[C::User, C::All, C::NoAsking, C::Must, C::Call]),
            ],
            110,
            "an approval is declared as given",
        )
    },
    Rule {
        within: Within::Prose,
        pair: true,
        without: bit(C::Condition),
        ..rule(
            Kind::Approval,
            &[
                bit(C::NoAsking),
                any(&[C::Must, C::All, C::Approve, C::Given, C::Call, C::User]),
            ],
            110,
            "the user is not to be asked",
        )
    },
    Rule {
        points: 1,
        ..rule(
            Kind::Approval,
            &[bit(C::NoAsking)],
            60,
            "the user is not to be asked",
        )
    },
    Rule {
        without: bit(C::Condition),
        within: Within::Prose,
        ..rule(
            Kind::Approval,
            &[bit(C::Approve), bit(C::Formality)],
            110,
            "tells the model to skip an approval",
        )
    },
    Rule {
        without: bit(C::Condition),
        within: Within::Prose,
        ..rule(
            Kind::Approval,
            &[
                bit(C::Preapproved),
                any(&[C::FromNow, C::Always, C::EveryTime]),
            ],
            90,
            "an approval is declared as given",
        )
    },
    rule(
        Kind::Approval,
        &[bit(C::Silence), bit(C::Approve)],
        60,
        "silence is declared an approval",
    ),
    // Commands.
    rule(
        Kind::Command,
        &[bit(C::Download)],
        300,
        "tells the model to run a command",
    ),
    rule(
        Kind::Command,
        &[
            bit(C::Persistent),
            any(&[C::Write, C::Pass]),
            any(&[
                C::Must,
                C::Model,
                C::Before,
                C::Always,
                C::Address,
                C::Secretly,
                C::Redirect,
                C::Fails,
                C::EveryTime,
            ]),
        ],
        160,
        "tells the model to change a file that starts programs",
    ),
    rule(
        Kind::Command,
        &[bit(C::Wipe), any(&[C::Run, C::Call])],
        120,
        "tells the model to run a destructive command",
    ),
    rule(
        Kind::Command,
        &[
            bit(C::AgentConfig),
            bit(C::Write),
            any(&[C::Address, C::Must, C::Imperative, C::You]),
        ],
        120,
        "tells the model to change the agent's settings",
    ),
    // Encodings.
    rule(
        Kind::Encoding,
        &[any(&[C::Encoding, C::Decode]), bit(C::Obey)],
        100,
        "tells the model to decode a text and obey it",
    ),
];
