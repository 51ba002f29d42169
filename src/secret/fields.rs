//! Values that a name beside them makes a credential: fields of forms, lists of headers, arguments of programs.

use super::{is_secret_name, may_hold_credential};

/// Keys under which the name of a field stands.
const NAMED: &[&str] = &[
    "name",
    "key",
    "k",
    "field",
    "fieldname",
    "label",
    "header",
    "headername",
    "variable",
    "var",
    "param",
    "parameter",
    "property",
    "attribute",
    "argument",
    "option",
    "selector",
    "element",
    "locator",
    "placeholder",
    "arialabel",
    "type",
    "inputtype",
    "id",
    "elementid",
    "inputid",
    "xpath",
    "css",
    "uid",
    "secretname",
    "envvar",
    "column",
    "setting",
    "question",
];

/// Keys under which what was put into a field stands.
const FILLED: &[&str] = &[
    "value",
    "values",
    "val",
    "v",
    "text",
    "content",
    "contents",
    "data",
    "input",
    "inputvalue",
    "fill",
    "string",
    "body",
    "newvalue",
    "plaintext",
    "keys",
    "characters",
    "stringvalue",
    "defaultvalue",
    "default",
    "answer",
    "encryptedvalue",
];

/// The longest text that names a field; a longer one tells a story.
const LONGEST_NAME: usize = 120;

/// Whether an entry of an object says that what stands beside it is a credential: `"name": "Password"`,
/// `"selector": "#api_key"`.
pub fn names_secret(key: &str, value: &str) -> bool {
    NAMED.contains(&plain(key).as_str()) && value.len() <= LONGEST_NAME && is_secret_name(value)
}

/// Whether the value of a field stands under a key.
pub fn stands_for(key: &str) -> bool {
    FILLED.contains(&plain(key).as_str())
}

/// Whether a text of a list makes a credential of the next one: `["--password", "x"]`, `["X-Api-Key", "x"]`.
pub fn belong_together(one: &str, next: &str) -> bool {
    let option = one.starts_with('-') && !one.contains(['=', ' ']) && !next.starts_with('-');
    let header = one.ends_with(':') || is_header(one);
    (option || header) && is_secret_name(one)
        || one.starts_with('-') && may_hold_credential(&format!("{one} {next}"))
}

/// Whether a text is the name of a header or of a variable that holds a credential, and no plain word.
fn is_header(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let known = [
        "authorization",
        "proxy-authorization",
        "cookie",
        "set-cookie",
    ]
    .contains(&lower.as_str());
    let is_name = text
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    known || (is_name && text.contains(['-', '_']))
}

fn plain(key: &str) -> String {
    let letters = key.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
