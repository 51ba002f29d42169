//! What looks like a credential: by its form, by the name it stands under, or by what stands before it.

mod fields;
mod text;

use crate::words::words_of;

pub use fields::{belong_together, names_secret, stands_for};
pub use text::may_hold_credential;

/// Prefixes of well-known credentials, and the least length of the whole.
const FORMS: &[(&str, usize)] = &[
    ("AKIA", 20),
    ("ASIA", 20),
    ("ghp_", 36),
    ("gho_", 36),
    ("ghs_", 36),
    ("ghu_", 36),
    ("ghr_", 36),
    ("github_pat_", 40),
    ("glpat-", 24),
    ("sk_live_", 20),
    ("sk_test_", 20),
    ("rk_live_", 20),
    ("whsec_", 24),
    ("sk-ant-", 24),
    ("sk-proj-", 24),
    ("xoxa-", 24),
    ("xoxb-", 24),
    ("xoxp-", 24),
    ("xapp-", 24),
    ("AIza", 35),
    ("ya29.", 40),
    ("npm_", 36),
    ("pypi-", 40),
    ("dop_v1_", 40),
    ("hf_", 34),
    ("eyJhbGci", 40),
];

/// Prefixes that are too short to tell a credential on a public page, and enough to leave a value out of a recording.
const LOOSE: &[&str] = &[
    "sk-",
    "sk_",
    "rk_",
    "eyJ",
    "SG.",
    "ABIA",
    "ACCA",
    "AGE-SECRET-KEY-",
    "ATATT3",
    "ATCTT3",
    "GOCSPX-",
    "PMAK-",
    "dapi",
    "dckr_pat_",
    "figd_",
    "glrt-",
    "gldt-",
    "gsk_",
    "hvs.",
    "lin_api_",
    "ntn_",
    "nvapi-",
    "pplx-",
    "sbp_",
    "shpat_",
    "shpss_",
    "sq0csp-",
    "tfp_",
    "vercel_",
    "xai-",
    "xoxe",
    "xoxr-",
    "xoxs-",
];

/// How many characters must follow a prefix before a value is left out of a recording.
const REST: usize = 8;

/// Words of a name under which a credential stands.
const NAMES: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "pwd",
    "secret",
    "secrets",
    "token",
    "apikey",
    "authorization",
    "auth",
    "bearer",
    "credential",
    "credentials",
    "cookie",
    "cookies",
    "jwt",
    "otp",
    "pin",
    "cvv",
    "privatekey",
    "accesskey",
];

/// Words that make a credential of every word that ends with them: `PGPASSWORD`, `authtoken`.
const RUN_TOGETHER: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "apikey",
    "secretkey",
    "accesskey",
    "privatekey",
    "authtoken",
    "accesstoken",
    "clientsecret",
];

/// Words that make a credential of a `key` after them.
const KEYS: &[&str] = &[
    "api",
    "private",
    "access",
    "secret",
    "signing",
    "encryption",
    "ssh",
    "account",
    "master",
    "service",
];

/// Words that make a `token` a place in a list rather than a credential.
const PLACES: &[&str] = &[
    "page",
    "next",
    "continuation",
    "cursor",
    "sync",
    "max",
    "start",
];

/// Whether a word has the form and the length of a well-known credential.
pub fn is_credential(word: &str) -> bool {
    FORMS
        .iter()
        .any(|(prefix, least)| word.starts_with(prefix) && word.len() >= *least)
}

/// Whether a text holds the beginning of a well-known credential.
pub fn has_credential_prefix(text: &str) -> bool {
    FORMS.iter().any(|(prefix, _)| text.contains(prefix))
}

/// Whether a word is long and mixed as keys are, and names, numbers and hashes are not.
fn is_random(word: &str) -> bool {
    let count = |is: fn(&char) -> bool| word.chars().filter(is).count();
    word.len() >= 32
        && count(char::is_ascii_digit) >= 3
        && count(char::is_ascii_uppercase) >= 3
        && count(char::is_ascii_lowercase) >= 3
}

/// A text with `…` in place of what may be a credential: people put keys where names belong.
pub fn masked(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    for part in text.split_inclusive(|c| !is_word(c)) {
        let word = part.trim_end_matches(|c| !is_word(c));
        // Clients write a tool as `mcp__server__tool`.
        let words: Vec<&str> = word
            .split("__")
            .map(|it| if is_key(it) { "…" } else { it })
            .collect();
        masked += &words.join("__");
        masked += part.get(word.len()..).unwrap_or_default();
    }
    masked
}

/// Whether a name is a key rather than a name. It lets names pass that only begin as keys do, such as `sk-learn-server`.
fn is_key(word: &str) -> bool {
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
    let starts = |prefixes: &mut dyn Iterator<Item = &'static str>, least: usize| {
        let mut rests = prefixes.filter_map(|prefix| word.strip_prefix(prefix));
        rests.any(|rest| rest.len() >= REST && digits(rest) >= least)
    };
    let mixed = |run: &str| {
        let letters = run.bytes().filter(u8::is_ascii_alphabetic).count();
        run.len() >= 20 && digits(run) >= 4 && letters >= 4
    };
    starts(&mut FORMS.iter().map(|(prefix, _)| *prefix), 1)
        || starts(&mut LOOSE.iter().copied(), 3)
        || is_random(word)
        || word.split(|c: char| !c.is_ascii_alphanumeric()).any(mixed)
}

const fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '~' | '+')
}

/// Whether a credential stands under a name: `api_key`, `X-Auth-Token`, `clientSecret`.
pub fn is_secret_name(name: &str) -> bool {
    let words = words_of(name);
    let alone = |(at, word): (usize, &String)| {
        let before = at
            .checked_sub(1)
            .and_then(|at| words.get(at))
            .map(String::as_str);
        match word.as_str() {
            "token" => !before.is_some_and(|it| PLACES.contains(&it)),
            "key" => before.is_some_and(|it| KEYS.contains(&it)),
            "id" => before == Some("session"),
            word => NAMES.contains(&word) || RUN_TOGETHER.iter().any(|it| word.ends_with(it)),
        }
    };
    words.iter().enumerate().any(alone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_in_the_place_of_a_name_is_masked_and_names_stay() {
        for (text, expected) in [
            ("ghp_s3cretVALUEs3cret", "…"),
            ("`ghp_s3cretVALUE` runs x", "`…` runs x"),
            ("mcp__sk-proj-0123456789__get", "mcp__…__get"),
            ("sk-abc123def456", "…"),
            ("0b5c2f1e9d8a7b6c5d4e3f2a1b0c9d8e.example.com", "…"),
            ("/opt/AKIA0123456789ABCDEF/run", "/opt/…/run"),
            ("xoxb-1234567890-abc é ", "… é "),
        ] {
            assert_eq!(masked(text), expected, "{text}");
        }
        for text in [
            "sk-learn-mcp-server",
            "hf_spaces_server",
            "asia-northeast1-docker.pkg.dev",
            "@modelcontextprotocol/server-filesystem@2026.8.31",
            "mcp-server-2024-11-05",
            "my server (2)",
            "tavily-mcp1234",
            "",
        ] {
            assert_eq!(masked(text), text);
        }
    }

    #[test]
    fn names_tell_a_credential_and_not_a_page() {
        for name in [
            "password",
            "API_KEY",
            "X-Auth-Token",
            "clientSecret",
            "private key",
            "sessionId",
            "accessToken",
        ] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in [
            "path",
            "max_tokens",
            "nextPageToken",
            "page_token",
            "author",
            "key",
            "keyboard",
            "id",
            "tokens",
        ] {
            assert!(!is_secret_name(name), "{name}");
        }
    }
}
