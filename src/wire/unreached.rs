//! Why a server at an address cannot be reached, and what to do about it.

use std::io::ErrorKind;

use ureq::{Error, Timeout};

use super::Unreached;

const ADDRESS: &str = "check the address, and whether the server runs";
const REDIRECT: &str =
    "give the address that it leads to, if you trust it: headers are not sent on to another origin";

impl Unreached {
    /// Why the request has no response, and what to do about it.
    pub fn told(&self) -> (String, &'static str) {
        match self {
            Self::Redirect(_) => (self.to_string(), REDIRECT),
            Self::Request(error) => of_request(error),
        }
    }
}

fn of_request(error: &Error) -> (String, &'static str) {
    let (reason, help) = match error {
        Error::HostNotFound => (
            "there is no host of this name",
            "check the address, and whether this machine is connected to the network",
        ),
        Error::ConnectionFailed => ("no connection could be made", ADDRESS),
        Error::Timeout(Timeout::Connect | Timeout::Resolve) => {
            ("no connection was made in time", ADDRESS)
        }
        Error::Timeout(_) => ("it did not answer in time", ADDRESS),
        Error::Io(error) => return of_io(error),
        Error::Rustls(error) => return of_tls(&error.to_string()),
        Error::Tls(reason) => return of_tls(reason),
        Error::Protocol(_) | Error::Http(_) | Error::LargeResponseHeader(..) => (
            "what it answers is not HTTP",
            "check the port; an address that speaks TLS begins with `https://`",
        ),
        Error::ConnectProxyFailed(_) | Error::InvalidProxyUrl => (
            "the proxy could not be used",
            "check the variables `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`",
        ),
        other => return (format!("the request failed ({other})"), ADDRESS),
    };
    (reason.to_owned(), help)
}

fn of_io(error: &std::io::Error) -> (String, &'static str) {
    let text = error.to_string();
    if text.contains("received corrupt message")
        || text.contains("peer")
        || text.contains("certificate")
    {
        return of_tls(&text);
    }
    let reason = match error.kind() {
        ErrorKind::ConnectionRefused => "nothing listens there: the connection was refused",
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => {
            "the connection was closed before there was an answer"
        }
        ErrorKind::UnexpectedEof => "the connection ended before there was an answer",
        ErrorKind::TimedOut | ErrorKind::WouldBlock => "no connection was made in time",
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => {
            "there is no way to it in the network"
        }
        ErrorKind::AddrNotAvailable => "its address is not one that can be reached from here",
        _ if text.contains("lookup address") => "there is no host of this name",
        _ => return (format!("the connection failed ({text})"), ADDRESS),
    };
    (reason.to_owned(), ADDRESS)
}

fn of_tls(text: &str) -> (String, &'static str) {
    if text.contains("certificate") || text.contains("UnknownIssuer") {
        return (
            format!("its certificate is not accepted ({text})"),
            "the certificate must be for this host, in date, and of an authority that this machine trusts",
        );
    }
    (
        "it does not speak TLS as `https` asks for".to_owned(),
        "check the port; a server on this machine often has an address that begins with `http://`",
    )
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn no_error_of_the_network_is_told_in_the_words_of_a_library() {
        let io = |kind| Error::Io(io::Error::from(kind));
        let other = |text: &str| Error::Io(io::Error::other(text.to_owned()));
        for (error, expected) in [
            (io(ErrorKind::ConnectionRefused), "refused"),
            (io(ErrorKind::ConnectionReset), "closed before"),
            (io(ErrorKind::UnexpectedEof), "ended before"),
            (io(ErrorKind::NetworkUnreachable), "no way to it"),
            (
                other("received corrupt message of type InvalidContentType"),
                "does not speak TLS",
            ),
            (
                other("invalid peer certificate: UnknownIssuer"),
                "certificate is not accepted",
            ),
            (
                other("failed to lookup address information: Name or service not known"),
                "no host",
            ),
            (Error::HostNotFound, "no host"),
            (Error::Timeout(Timeout::Connect), "in time"),
            (Error::Tls("no"), "TLS"),
        ] {
            let (words, help) = Unreached::Request(error).told();
            assert!(words.contains(expected), "{words}");
            assert!(
                !words.contains("os error") && !words.contains("io:"),
                "{words}"
            );
            assert!(!help.is_empty(), "{words}");
        }
    }
}
