//! The kinds of poison, and the attack pattern that each belongs to.

use crate::model::vocabulary;

vocabulary! {
    /// What a poisoned text tries.
    Kind {
        /// Orders in tags, or in the marks with which models keep system and user apart.
        Markup = "markup",
        /// Something read elsewhere is to be passed on in an argument of this tool.
        Transfer = "transfer",
        /// A credential, or the environment, is asked into an argument.
        Secret = "secret",
        /// Something is to be kept from the user.
        Concealment = "concealment",
        /// A recipient, account or address is put in beside or in place of the user's.
        Recipient = "recipient",
        /// The tool claims to go before other tools, or to stand in for them.
        Priority = "priority",
        /// An approval is declared as given, or is to be passed over.
        Approval = "approval",
        /// Rules of the session are set aside, or the model is given a new role.
        Override = "override",
        /// Orders in a comment that is not shown to people.
        Comment = "comment",
        /// Orders in an encoding that is to be undone.
        Encoding = "encoding",
        /// Characters that people do not see, or letters that look like others.
        HiddenCharacters = "hidden-characters",
        /// An argument asks for what the tool has no use for.
        OddArgument = "odd-argument",
        /// A command to run, or a file of the user's shell or agent to change.
        Command = "command",
        /// Something is to be remembered, or said in every answer, from now on.
        Persistence = "persistence",
        /// It is worded as orders are, though no rule names what it tries.
        Order = "order",
    }
}

impl Kind {
    /// The id of the attack pattern, as the catalog's `attacks/` has it.
    pub const fn attack(self) -> &'static str {
        match self {
            Self::Markup
            | Self::Concealment
            | Self::Override
            | Self::Comment
            | Self::Encoding
            | Self::HiddenCharacters
            | Self::Order => "tool-poisoning",
            Self::Transfer => "data-exfiltration",
            Self::Secret => "credential-harvest",
            Self::Recipient | Self::Priority => "tool-shadowing",
            Self::Approval => "consent-fatigue",
            Self::OddArgument => "parameter-poisoning",
            Self::Command => "command-injection",
            Self::Persistence => "memory-poisoning",
        }
    }
}
