//! An answer to a request, and who may ask.

/// What is sent back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Media type.
    pub kind: &'static str,
    /// The body.
    pub body: Vec<u8>,
    /// Where to go instead, for a redirection.
    pub location: Option<String>,
}

impl Answer {
    /// A body that is there.
    pub(super) fn found(kind: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status: 200,
            kind,
            body: body.into(),
            location: None,
        }
    }

    /// A refusal in one line.
    pub(super) fn refused(status: u16, why: &str) -> Self {
        Self {
            status,
            ..Self::found("text/plain; charset=utf-8", format!("{why}\n"))
        }
    }

    /// The same thing stands elsewhere.
    pub(super) fn moved(location: String) -> Self {
        Self {
            location: Some(location),
            ..Self::refused(302, "it stands elsewhere")
        }
    }
}

/// Whether a `Host` header names this machine's own loopback, at that port.
pub(super) fn is_own_host(host: &str, port: u16) -> bool {
    let (name, given) = match host.rsplit_once(':') {
        Some((name, digits)) if !digits.ends_with(']') => (name, digits.parse().ok()),
        _ => (host, Some(80)),
    };
    let name = name.to_ascii_lowercase();
    given == Some(port) && matches!(name.as_str(), "localhost" | "127.0.0.1" | "[::1]")
}

/// The media type of a file by its name.
pub(super) fn kind_of(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or_default();
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" | "" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "xml" => "application/xml",
        "atom" => "application/atom+xml",
        "csv" => "text/csv; charset=utf-8",
        "md" => "text/markdown; charset=utf-8",
        _ => "text/plain; charset=utf-8",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_names_at_the_own_port_are_answered() {
        for host in [
            "localhost:4300",
            "127.0.0.1:4300",
            "[::1]:4300",
            "LOCALHOST:4300",
        ] {
            assert!(is_own_host(host, 4300), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "evil.example:4300",
            "localhost",
            "localhost:4301",
            "localhost.evil.example:4300",
            "127.0.0.1.evil.example:4300",
            "evil.example#localhost:4300",
            "[::1]",
        ] {
            assert!(!is_own_host(host, 4300), "{host}");
        }
        assert!(is_own_host("localhost", 80));
    }
}
