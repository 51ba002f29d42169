//! What a word can be about: the parts that an order to a model is made of.

/// The concepts by the names that the word lists use. At most 128, for a set of them is one number.
macro_rules! concepts {
    ($($variant:ident = $word:literal,)+) => {
        /// A part of an order to a model. The word lists under `words/` say which words stand for it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub(super) enum Concept {
            $(
                #[doc = concat!("The words under `", $word, "`.")]
                $variant,
            )+
        }

        impl Concept {
            /// The concept that a word list names.
            pub(super) fn named(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

concepts! {
    // Who is spoken to, and about whom.
    Model = "model",
    You = "you",
    User = "user",
    Must = "must",
    // Concealment.
    Not = "not",
    Tell = "tell",
    NotTell = "nottell",
    Secretly = "secretly",
    KeepSecret = "keepsecret",
    Hush = "hush",
    HiddenState = "hiddenstate",
    Unaware = "unaware",
    Know = "know",
    This = "this",
    Reply = "reply",
    Asked = "asked",
    // Rules and roles set aside.
    Ignore = "ignore",
    Prior = "prior",
    Instructions = "instr",
    SystemPrompt = "sysprompt",
    Safety = "safety",
    Off = "off",
    RolePlay = "roleplay",
    RoleMode = "rolemode",
    Unrestricted = "unrestricted",
    FromNow = "fromnow",
    NewInstructions = "newinstr",
    NewRules = "newrules",
    ToolOutput = "tooloutput",
    Comply = "comply",
    Refuse = "refuse",
    // What is taken, and where it goes.
    Read = "read",
    Pass = "pass",
    Content = "content",
    SecretFile = "secretfile",
    SecretVariable = "secretvar",
    SecretWord = "secretword",
    UserSecret = "usersecret",
    Environment = "envall",
    WholeEnvironment = "allenv",
    History = "history",
    Introspection = "introspect",
    UserData = "userdata",
    ManyOf = "manyof",
    Argument = "arg",
    Substitution = "subst",
    PathWord = "pathword",
    PublicKey = "publickey",
    Local = "local",
    // When.
    Before = "before",
    Always = "begin",
    EveryTime = "always2",
    Condition = "cond",
    Fails = "fails",
    Imperative = "imperative",
    Example = "example",
    // Other tools.
    Call = "call",
    Others = "others",
    Instead = "instead",
    Replace = "replace",
    Bad = "bad",
    NotUse = "notuse",
    Precedence = "precedence",
    Superior = "trusty",
    ThisTool = "me",
    SelfReference = "selfref",
    // Approvals.
    Approve = "approve",
    Given = "given",
    Preapproved = "preapproved",
    NoAsking = "noask",
    Silence = "silence",
    NoNeed = "noneed",
    // Recipients.
    Bcc = "bcc",
    BlindCopy = "blindcopy",
    WhenSending = "whensend",
    Send = "send",
    Redirect = "redirect",
    Recipient = "recipient",
    ThirdParty = "thirdparty",
    All = "all",
    // Commands, memory, settings.
    Run = "runit",
    Install = "install",
    Write = "write",
    Persistent = "persist",
    AgentConfig = "agentconfig",
    Wipe = "wipe",
    Memory = "memory",
    Future = "future",
    Trust = "trustit",
    // Advertising in every answer.
    Promote = "promote",
    EveryAnswer = "everyanswer",
    // Encodings.
    Encoding = "encoding",
    Decode = "decode",
    Obey = "obey",
    // Marks that no word list holds: see `shape`.
    Address = "shape:address",
    HomePath = "shape:home",
    OwnName = "shape:self",
    OwnArgument = "shape:own",
    ForeignTool = "shape:tool",
    Download = "shape:download",
    LeftOut = "shape:leftout",
    Session = "shape:session",
    Held = "shape:held",
    NobodyKnows = "shape:nobody",
    Deceive = "deceive",
    Formality = "formality",
}

/// A set of concepts.
pub(super) const fn any(concepts: &[Concept]) -> u128 {
    let mut set = 0;
    let mut at = 0;
    while at < concepts.len() {
        #[expect(clippy::indexing_slicing, reason = "`at` is below the length")]
        {
            set |= bit(concepts[at]);
        }
        at += 1;
    }
    set
}

/// The set of one concept.
pub(super) const fn bit(concept: Concept) -> u128 {
    1 << concept as u8
}
