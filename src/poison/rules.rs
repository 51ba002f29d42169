//! The rules: what the kinds of poison are made of, in any language.

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
pub(super) const RULES: &[Rule] = &[
    // Concealment.
    Rule {
        ordered: true,
        ..rule(
            Kind::Concealment,
            &[bit(C::Not), bit(C::Tell), bit(C::User)],
            70,
            "something is to be kept from the user",
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
            "something is to be left unsaid",
        )
    },
    rule(
        Kind::Concealment,
        &[
            bit(C::NotTell),
            any(&[C::User, C::Read, C::Pass, C::SecretWord]),
        ],
        120,
        "something is to be kept from the user",
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
            "something is to be done unnoticed",
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
            "something is to be done unnoticed",
        )
    },
    rule(
        Kind::Concealment,
        &[bit(C::Hush)],
        60,
        "something is to be kept from the user",
    ),
    rule(
        Kind::Concealment,
        &[bit(C::KeepSecret), any(&[C::User, C::Reply])],
        70,
        "something is to be kept from the user",
    ),
    rule(
        Kind::Concealment,
        &[bit(C::Unaware), bit(C::User)],
        60,
        "the user is not to know",
    ),
    rule(
        Kind::Concealment,
        &[bit(C::Asked), any(&[C::KeepSecret, C::NotTell])],
        140,
        "a question of the user is to be evaded",
    ),
    rule(
        Kind::Concealment,
        &[bit(C::Asked), bit(C::Not), bit(C::Tell)],
        140,
        "a question of the user is to be evaded",
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
        "rules of the session are to be set aside",
    ),
    rule(
        Kind::Override,
        &[
            any(&[C::Ignore, C::Off]),
            any(&[C::SystemPrompt, C::Safety]),
        ],
        90,
        "rules of the session are to be set aside",
    ),
    rule(
        Kind::Override,
        &[any(&[C::Tell, C::Pass, C::Read]), bit(C::SystemPrompt)],
        60,
        "the system prompt is asked for",
    ),
    rule(
        Kind::Override,
        &[bit(C::RolePlay)],
        90,
        "the model is given a new role",
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
        "the rest of the session is to follow this text",
    ),
    rule(
        Kind::Persistence,
        &[bit(C::EveryAnswer), bit(C::Promote)],
        120,
        "every answer is to say this",
    ),
    rule(
        Kind::Persistence,
        &[
            any(&[C::Memory, C::Write]),
            bit(C::Future),
            any(&[C::Trust, C::Memory, C::Promote]),
        ],
        200,
        "something is to be remembered for later sessions",
    ),
    // Things read elsewhere and passed on.
    Rule {
        pair: true,
        ..rule(
            Kind::Transfer,
            &[PRIVATE, bit(C::Read), bit(C::Pass), TARGET],
            300,
            "private content is to be passed on in an argument",
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
        "private content is to be passed on",
    ),
    Rule {
        without: any(&[C::PathWord, C::PublicKey]),
        ..rule(
            Kind::Transfer,
            &[FILE, bit(C::Pass), TARGET],
            120,
            "a file of the user is to be passed on",
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
        "private content is to be passed on in an argument",
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
            "a file of the user is to be read",
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
            "private content is to be passed on in an argument",
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
        "the conversation is to be passed on",
    ),
    // Credentials.
    rule(
        Kind::Secret,
        &[
            any(&[C::UserSecret, C::WholeEnvironment]),
            bit(C::Pass),
            TARGET,
        ],
        140,
        "a credential is asked into an argument",
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
        "a credential is asked into an argument",
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
        "a credential is asked into an argument",
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
            "a credential is asked into an argument",
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
        "credentials are to be sent",
    ),
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
    // Other tools.
    rule(
        Kind::Priority,
        &[bit(C::Always), any(&[C::Call, C::Must, C::Before])],
        100,
        "the tool is to be called without being asked for",
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
        "a command is to be run",
    ),
    rule(
        Kind::Command,
        &[bit(C::Persistent), any(&[C::Write, C::Pass])],
        160,
        "a file that starts programs is to be changed",
    ),
    rule(
        Kind::Command,
        &[bit(C::Wipe), any(&[C::Run, C::Call])],
        120,
        "a destructive command is to be run",
    ),
    rule(
        Kind::Command,
        &[
            bit(C::AgentConfig),
            bit(C::Write),
            any(&[C::Address, C::Must, C::Imperative, C::You]),
        ],
        120,
        "settings of the agent are to be changed",
    ),
    // Encodings.
    rule(
        Kind::Encoding,
        &[any(&[C::Encoding, C::Decode]), bit(C::Obey)],
        100,
        "a text is to be decoded and obeyed",
    ),
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
            "something is to be left unsaid",
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
        80,
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
