//! Variables in a client's configuration, as the client that reads it writes them.
//!
//! A text that the client sends as it stands is sent as it stands: a configuration is not to reach variables in
//! a notation that is this program's alone.

use regex::{Captures, Regex};

/// How a client writes that a variable is to be put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Notation {
    /// `${NAME}`, `${NAME:-default}` and `${env:NAME}`: most clients.
    Braces,
    /// `${env:NAME}` alone.
    NamedBraces,
    /// `$NAME` too.
    Dollar,
    /// `{env:NAME}`.
    Plain,
    /// Our own list of servers: braces, and headers as `env:NAME`.
    Own,
}

impl Notation {
    /// The notation of a client, by its id.
    pub(in crate::cli) fn of_client(id: Option<&str>) -> Self {
        match id {
            Some("vscode" | "cursor" | "windsurf") => Self::NamedBraces,
            Some("gemini-cli" | "copilot-cli") => Self::Dollar,
            Some("opencode") => Self::Plain,
            _ => Self::Braces,
        }
    }

    const fn pattern(self) -> &'static str {
        match self {
            Self::Braces | Self::NamedBraces | Self::Own => r"\$\{([^}]*)\}",
            Self::Dollar => r"\$\{([^}]*)\}|\$([A-Za-z_][A-Za-z0-9_]*)",
            Self::Plain => r"\{env:([^}]*)\}",
        }
    }

    /// A text with its variables put in.
    ///
    /// # Errors
    ///
    /// The variable that has no value, as the text writes it.
    pub(super) fn expanded(self, text: &str) -> Result<String, String> {
        let pattern = Regex::new(self.pattern()).map_err(|error| error.to_string())?;
        let mut out = String::new();
        let mut end = 0;
        for found in pattern.captures_iter(text) {
            let (Some(whole), Some(name)) = (found.get(0), name(&found)) else {
                continue;
            };
            let value = self.value(name).ok_or_else(|| whole.as_str().to_owned())?;
            out.push_str(text.get(end..whole.start()).unwrap_or_default());
            out.push_str(&value);
            end = whole.end();
        }
        out.push_str(text.get(end..).unwrap_or_default());
        Ok(out)
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "a client takes it from the environment too"
    )]
    fn value(self, written: &str) -> Option<String> {
        let named = written.strip_prefix("env:");
        if self == Self::NamedBraces && named.is_none() {
            return None;
        }
        let (name, default) = match named.unwrap_or(written).split_once(":-") {
            Some((name, default)) => (name, Some(default)),
            None => (named.unwrap_or(written), None),
        };
        let value = std::env::var(name)
            .ok()
            .filter(|it| default.is_none() || !it.is_empty());
        value.or_else(|| default.map(str::to_owned))
    }
}

fn name<'a>(found: &Captures<'a>) -> Option<&'a str> {
    found.get(1).or_else(|| found.get(2)).map(|it| it.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_notation_puts_in_its_own_variables_and_leaves_the_rest() {
        let package = env!("CARGO_PKG_NAME");
        for (notation, text, expected) in [
            (
                Notation::Braces,
                "Bearer ${env:CARGO_PKG_NAME}",
                "Bearer toolrisk",
            ),
            (
                Notation::Braces,
                "${CARGO_PKG_NAME}/${NO_SUCH_VARIABLE:-x}",
                "toolrisk/x",
            ),
            (
                Notation::Braces,
                "env:CARGO_PKG_NAME $CARGO_PKG_NAME {env:CARGO_PKG_NAME}",
                "",
            ),
            (
                Notation::Dollar,
                "$CARGO_PKG_NAME-${CARGO_PKG_NAME}",
                "toolrisk-toolrisk",
            ),
            (
                Notation::Plain,
                "{env:CARGO_PKG_NAME} $CARGO_PKG_NAME",
                "toolrisk $CARGO_PKG_NAME",
            ),
            (Notation::NamedBraces, "${env:CARGO_PKG_NAME}", "toolrisk"),
        ] {
            let expected = if expected.is_empty() { text } else { expected };
            assert_eq!(
                notation.expanded(text).as_deref(),
                Ok(expected),
                "{package}: {text}"
            );
        }
        for (notation, text) in [
            (Notation::Braces, "${NO_SUCH_VARIABLE}"),
            (Notation::Braces, "${input:token}"),
            (Notation::NamedBraces, "${CARGO_PKG_NAME}"),
            (Notation::Dollar, "$NO_SUCH_VARIABLE"),
            (Notation::Plain, "{env:NO_SUCH_VARIABLE}"),
        ] {
            assert_eq!(
                notation.expanded(&format!("a {text} b")),
                Err(text.to_owned())
            );
        }
    }
}
