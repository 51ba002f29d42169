//! Credentials within a text: by their form, assigned, sent as a header, given to a program, or in an address.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{FORMS, LOOSE, REST, is_random, is_secret_name, is_word};

/// Whether a text may hold a credential. It says so rather too often: what is left out can be recorded again, what
/// was written down cannot be taken back.
pub fn may_hold_credential(text: &str) -> bool {
    let mut words = text.split(|c| !is_word(c));
    words.any(|word| starts_as_credential(word) || is_random(word))
        || text.split(|c: char| !is_base64(c)).any(is_cloud_key)
        || assigns_any(text)
        || SHOWN.as_ref().is_none_or(|it| it.is_match(text))
        || GIVEN.as_ref().is_none_or(|it| it.is_match(text))
}

fn starts_as_credential(word: &str) -> bool {
    let prefixes = FORMS.iter().map(|(prefix, _)| *prefix);
    let mut prefixes = prefixes.chain(LOOSE.iter().copied());
    prefixes.any(|prefix| word.starts_with(prefix) && word.len() >= prefix.len() + REST)
}

const fn is_base64(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '/' | '+')
}

/// Whether a word has the length and the mixture of the secret keys that go with `AKIA…`.
fn is_cloud_key(word: &str) -> bool {
    let count = |is: fn(&char) -> bool| word.chars().filter(is).count();
    word.len() == 40
        && count(char::is_ascii_digit) >= 1
        && count(char::is_ascii_uppercase) >= 5
        && count(char::is_ascii_lowercase) >= 5
}

/// A name, a sign that assigns, and what is assigned: `PGPASSWORD=x`, `"token": "x"`, `X-Api-Key: x`,
/// `--password x`, `<password>x<`. In JSON within JSON, quotes have `\` before them.
static ASSIGNED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let quote = r#"\\*["'`]?"#;
    let opened = r#"(?:\\*\$?["'`])?"#;
    let value = r#"[^\s"'`&,;:=<>\\)}\]]{1,64}"#;
    let forms = [
        format!(
            r"(?<name>[A-Za-z][\w.-]*?){quote}\]?\s*(?<sign>:=|=>|=|:)\s*{opened}(?<value>{value})"
        ),
        format!(
            r"(?:^|\s){quote}--?(?<option>[A-Za-z][\w-]*){quote}[\s,]\s*{quote}(?<given>[^\s-]{value}|[^\s-])"
        ),
        format!(r"<(?<element>[A-Za-z][\w:.-]*)>\s*(?<text>{value})"),
    ];
    Regex::new(&forms.join("|")).ok()
});

/// Words that stand for a value, or say that there is none.
const NO_VALUE: &[&str] = &[
    "true",
    "false",
    "null",
    "none",
    "nil",
    "undefined",
    "yes",
    "no",
    "on",
    "off",
    "required",
    "optional",
    "string",
    "str",
    "bool",
    "boolean",
    "number",
    "int",
    "integer",
    "prompt",
    "stdin",
    "environ",
    "os.environ",
    "process.env",
];

fn assigns_any(text: &str) -> bool {
    let Some(assigned) = ASSIGNED.as_ref() else {
        return true;
    };
    let mut at = 0;
    while let Some(found) = assigned.captures_at(text, at) {
        if assigns_secret(&found) {
            return true;
        }
        // What is assigned can hold an assignment itself, as an address does.
        let values = ["value", "given", "text"];
        let value = values.into_iter().find_map(|name| found.name(name));
        at = value.map_or(text.len(), |it| it.start());
    }
    false
}

fn assigns_secret(found: &Captures<'_>) -> bool {
    let group = |name: &str| found.name(name).map(|it| it.as_str());
    let pairs = [("name", "value"), ("option", "given"), ("element", "text")];
    let pair = pairs
        .into_iter()
        .find_map(|(name, value)| Some((group(name)?, group(value)?)));
    let Some((name, value)) = pair else {
        return false;
    };
    is_secret_name(name) && !counts(name) && !is_placeholder(value)
}

/// Whether a name is that of a number of tokens: `max_tokens`, `token_count`, `token-limit`.
fn counts(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let ends = [
        "count", "limit", "budget", "type", "url", "uri", "endpoint", "file", "path", "length",
        "policy", "name",
    ];
    ends.iter().any(|end| name.ends_with(end))
}

/// Whether a value is a reference to a variable, a word that says there is none, or all signs.
fn is_placeholder(value: &str) -> bool {
    let value = value.trim_end_matches(['.', '!', '?', ':']);
    let variable = value.strip_prefix('$').is_some_and(|rest| {
        let rest = rest.trim_start_matches(['{', '(']);
        rest.chars()
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
    });
    let lower = value.to_ascii_lowercase();
    variable || NO_VALUE.contains(&lower.as_str()) || !value.chars().any(char::is_alphanumeric)
}

/// A credential that shows itself: sent as a header, in an address, in a file of keys.
static SHOWN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let forms = [
        r"(?i)\b(?:bearer|basic|digest|negotiate|apikey|aws4-hmac-sha256) [a-z0-9._~+/=-]{8,}",
        r#"(?i)\b(?:proxy-)?authorization["']?\s*:\s*\S"#,
        r#"(?i)\b(?:set-)?cookie["']?\s*:\s*\S+="#,
        r"://[^\s/?#@:]*:[^\s/?#]+@",
        r"://[^\s/?#@:]{20,}@",
        r"(?i)\b(?:postgres\w*|mysql|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|ftps?|smb)://[^\s/@:]*:[^\s@]+@",
        r"(?i)[?&](?:sig|signature|x-amz-signature|x-goog-signature)=\w",
        "-----BEGIN ",
        r"(?i)\blogin\s+\S+\s+password\s+\S",
        r#"(?i)\bidentified\s+(?:with\s+\S+\s+)?by\s+(?:password\s+)?["']\S"#,
        r#"(?i)\bpassword\s+(?:to\s+)?["'][^"']+["']"#,
    ];
    Regex::new(&forms.join("|")).ok()
});

/// A credential given to a program, by the letter that the program has for it.
static GIVEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let within = |programs: &str, option: &str| format!(r"\b(?:{programs})\b[^\n|;]*?\s{option}");
    let value = r#"\s*=?["']?[^\s"'-]"#;
    let pair = r#"[ =]?["']?[^\s"':/]+:[^\s"']"#;
    let forms = [
        within(
            r"curl|wget|xh|https?",
            &format!("(?:-u|--user|-U|--proxy-user|-a|--auth|-E|--cert){pair}"),
        ),
        within(r"curl", r#"(?:-b|--cookie)[ =]?["']?[^\s"'=]+="#),
        within(r"mysql\w*|mariadb[\w-]*|7z\w*|rar|unrar", "-p[^\\s-]"),
        within(
            r"sshpass|mongo\w*|cqlsh|impala-shell|ansible-vault|keytool",
            &format!("-p{value}"),
        ),
        within(
            r"(?:docker|podman|buildah|skopeo|nerdctl|helm|az|oc|crane|cf)\b[^\n|;]*?\blogin",
            &format!("-p{value}"),
        ),
        within("sqlcmd|bcp|zip|unzip|isql", &format!("-P{value}")),
        within(r"redis-cli|valkey-cli|keydb-cli", &format!("-a{value}")),
        within(r"ldap\w+", &format!("-w{value}")),
        within(r"smbclient|rpcclient|net|mount\.cifs", r"-U\s*\S+%\S"),
        within("htpasswd", r"-\w*b\w*\s+\S+\s+\S+\s+\S"),
        r"\bpass:[^\s/]".to_owned(),
        r"\becho\s+[^|\n]+\|[^|\n]*(?:sudo\s+-\w*S|--?password-?stdin|chpasswd|passwd\b)"
            .to_owned(),
        r"(?i)\bnet\s+use\b[^\n]*\s/user:".to_owned(),
    ];
    Regex::new(&forms.join("|")).ok()
});

#[cfg(test)]
mod tests {
    use super::*;

    const CREDENTIALS: &[&str] = &[
        "ghp_0123456789abcdef",
        "use sk-0123456789abcdef now",
        "AKIAIOSFODNN7EXAMPLE",
        "aws_access_key_id=ASIAIOSFODNN7EXAMPLE",
        "https://u:hunter2@a.example/x",
        "postgres://:pw@db/x",
        "postgres://u:p/w#x@db/x",
        "https://0123456789abcdef0123@git.example/x",
        "https://a.example/?api_key=abcd1234",
        "https://a.example/?x=1&token=abc",
        "https://a.example/blob?sv=1&sig=a1b2",
        "PGPASSWORD=hunter2 psql",
        "export MYSQL_PWD=x; mysql",
        "DB_PASSWORD: 'abc'",
        "mysql --password hunter2",
        "mysql --password X",
        "tool --token=abc",
        "tool --token abc",
        "tool --api-key \"abc\"",
        "wget --http-password abc https://a.example",
        "tool -password abc",
        "mysql -u root -pSECRET shop",
        "mysqldump -psecret shop > a.sql",
        "mongosh -u a -p s3cret",
        "sshpass -p secret ssh a@b",
        "docker login -u a -p secret registry.example",
        "redis-cli -a secret ping",
        "sqlcmd -S db -U sa -P Secret1",
        "ldapsearch -D cn=a -w secret",
        "smbclient //s/x -U a%secret",
        "zip -P secret a.zip b",
        "openssl rsa -passin pass:secret",
        "echo secret | sudo -S ls",
        "echo secret | docker login --password-stdin",
        "curl -u user:pass https://a.example",
        "curl -sS -uuser:pass https://a.example",
        "curl --user 'user:pass' https://a.example",
        "curl -x p.example --proxy-user a:b https://a.example",
        "curl -H 'Authorization: abc' https://a.example",
        "curl -H \"X-Api-Key: abc\" https://a.example",
        "curl -b session=abc https://a.example",
        "http -a user:pass a.example",
        "Authorization: Bearer abcdefgh12345678",
        "Authorization: Basic dTpw",
        "authorization:token abc",
        "Cookie: sid=abc",
        "Set-Cookie: sid=abc; Path=/",
        "Proxy-Authorization: Basic dTpw",
        "-----BEGIN OPENSSH PRIVATE KEY-----",
        "key: |\n  -----BEGIN RSA PRIVATE KEY-----\n  MIIE",
        "eyJhbGciOiJIUzI1NiJ9.e30.abc",
        r#"{"token": "abcd1234"}"#,
        r#"{\"password\":\"x1\"}"#,
        "<password>hunter2</password>",
        "Server=db;User Id=a;Password=b1;",
        "DefaultEndpointsProtocol=https;AccountKey=abc==",
        "machine a.example login b password c",
        "CREATE USER a IDENTIFIED BY 'b'",
        "ALTER ROLE a WITH PASSWORD 'b'",
        "password: hunter2",
        "os.environ['API_KEY'] = 'abc'",
        "const apiKey = `abc`",
        "wJalrXUtnFEMI7K7MDENG7bPxRfiCYEXAMPLEKEY",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "xoxs-1234567890-abc",
        "hvs.CAESIJ0123456789",
    ];

    #[test]
    fn credentials_are_known_by_their_form_and_by_what_stands_before_them() {
        for text in CREDENTIALS {
            assert!(may_hold_credential(text), "{text}");
        }
    }

    const HARMLESS: &[&str] = &[
        "/srv/notes/a.txt",
        "https://docs.example/a?page=2",
        "http://localhost:8080/users/@me",
        "ssh://git@git.example/a.git",
        "git@git.example:a/b.git",
        "0b5c2f1e9d8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c",
        "123e4567-e89b-12d3-a456-426614174000",
        "the token of a page",
        "Reset the password of a user",
        "The password is too short.",
        "sk-1",
        "a basic idea",
        "max_tokens=4096",
        "nextPageToken=abc",
        "--page-token abc",
        "token_count: 12",
        "mysql -h db -P 3306 -u root -p shop",
        "docker run -p 8080:80 nginx",
        "ssh -p 2222 a@b",
        "mkdir -p a/b/c",
        "curl -u",
        "curl https://a.example:8443/x",
        "tar -xzf a.tar.gz",
        "psql -U admin -d shop",
        "PASSWORD=$DB_PASSWORD",
        "password: null",
        "token: ${TOKEN}",
        "SELECT name FROM users WHERE id = 7",
        "author: Ada",
        "key: value",
        "git commit -m 'Fix the login'",
        "zip -r a.zip b",
        "PIN the tab",
        "2026-11-27T10:00:00Z",
    ];

    #[test]
    fn texts_without_a_credential_stay() {
        for text in HARMLESS {
            assert!(!may_hold_credential(text), "{text}");
        }
    }
}
