//! The closed vocabularies of the taxonomy. Each word is spelled here and nowhere else.

/// A word that is not of the vocabulary it was looked up in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownWord;

impl std::fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not one of the allowed words")
    }
}

impl std::error::Error for UnknownWord {}

/// A closed set of words: an enum with `ALL`, `WORDS`, `as_str`, `meaning`, `Display`, `FromStr` and serde.
macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident { $($(#[doc = $doc:literal])+ $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl $name {
            /// All words, in the order of the taxonomy.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];
            /// The words as they are written in files.
            pub const WORDS: &'static [&'static str] = &[$($word,)+];

            /// The word as it is written in files, URLs and reports.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// What the word means: a sentence without a subject, as its documentation has it.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+).trim_start(),)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::model::UnknownWord;

            fn from_str(word: &str) -> Result<Self, $crate::model::UnknownWord> {
                match word { $($word => Ok(Self::$variant),)+ _ => Err($crate::model::UnknownWord) }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
                let word = <std::borrow::Cow<'de, str>>::deserialize(reader)?;
                word.parse().map_err(|_| {
                    serde::de::Error::invalid_value(
                        serde::de::Unexpected::Str(&word),
                        &Self::WORDS.join(", ").as_str(),
                    )
                })
            }
        }
    };
}
pub(crate) use vocabulary;

vocabulary! {
    /// What one successful call does: the most severe effect wins, so the order is by precedence.
    Category {
        /// Returns information and leaves no lasting change.
        Read = "read",
        /// Creates or changes something in a way that can be changed back.
        Write = "write",
        /// Runs something, or triggers an effect that depends on what is passed in.
        Execute = "execute",
        /// Removes or ends something that the same interface cannot bring back.
        Destructive = "destructive",
        /// Moves or commits money or assets, or changes what somebody is billed.
        Financial = "financial",
    }
}

vocabulary! {
    /// What makes a call worse or better than its category.
    Trait {
        /// Interprets an argument as a program: shell, script, SQL that can write, expression.
        RunsCode = "runs-code",
        /// Returns text that outsiders can write: web pages, inboxes, tickets, issues, reviews.
        UntrustedContent = "untrusted-content",
        /// Returns data that is not public: mail, files, records, customer data.
        PrivateData = "private-data",
        /// Returns or handles credentials, keys, tokens.
        Secrets = "secrets",
        /// Can carry what the caller passes in to people or hosts outside.
        ExternalSink = "external-sink",
        /// Changes who may do what: members, roles, keys, sharing, policies.
        ChangesAccess = "changes-access",
        /// One call acts on many objects.
        Bulk = "bulk",
        /// Cannot be undone through the same interface although its category is milder than destructive.
        Irreversible = "irreversible",
        /// Uses up a paid quota or starts billable compute on every call.
        Metered = "metered",
    }
}

vocabulary! {
    /// A tool's risk: how bad one wrong call is.
    Severity {
        /// Allowed without a limit.
        Low = "low",
        /// Limited.
        Medium = "medium",
        /// Limited tightly.
        High = "high",
        /// Hidden, or a human approves each call.
        Critical = "critical",
    }
}

vocabulary! {
    /// What a policy says of a tool, loosest first.
    Decision {
        /// Calls pass.
        Allow = "allow",
        /// Calls pass up to a limit.
        Limit = "limit",
        /// A human approves each call.
        Ask = "ask",
        /// Calls are refused; the tool stays in the list.
        Deny = "deny",
        /// The tool leaves the list, and calls are refused.
        Hide = "hide",
    }
}

vocabulary! {
    /// The fixed time over which a limit counts.
    Window {
        /// 60 seconds.
        Minute = "minute",
        /// 60 minutes.
        Hour = "hour",
        /// 24 hours, from midnight UTC.
        Day = "day",
    }
}

vocabulary! {
    /// How sure the rules are of a category.
    Confidence {
        /// The definition says too little, or contradicts itself.
        Low = "low",
        /// The definition says plainly what a call does.
        High = "high",
    }
}

vocabulary! {
    /// Where an entry stands in review.
    Status {
        /// A person has read the definition and agrees with the entry.
        Reviewed = "reviewed",
        /// Somebody objects; the reason says to what.
        Disputed = "disputed",
        /// No longer offered or wrong; the page stays and says why.
        Withdrawn = "withdrawn",
    }
}

impl Window {
    /// The length in seconds.
    pub const fn seconds(self) -> u64 {
        match self {
            Self::Minute => 60,
            Self::Hour => 3_600,
            Self::Day => 86_400,
        }
    }
}

impl Severity {
    /// One step up; critical stays.
    #[must_use]
    pub const fn step_up(self) -> Self {
        match self {
            Self::Low => Self::Medium,
            Self::Medium => Self::High,
            Self::High | Self::Critical => Self::Critical,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back_as_itself() {
        for category in Category::ALL {
            assert_eq!(category.as_str().parse(), Ok(*category));
        }
        for each in Trait::ALL {
            assert_eq!(each.as_str().parse(), Ok(*each));
        }
        assert_eq!("Write".parse::<Category>(), Err(UnknownWord));
    }
}
