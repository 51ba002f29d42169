//! What the parameters of a tool say of it.

use super::judge::{Object, meaning};
use super::lexicon::Lexicon;
use super::name::read_name;
use super::table::Noun;
use super::words::{Token, name_tokens};
use crate::model::{Category, Definition, Parameter};

/// Parameters that choose what a call does.
const CHOOSERS: &[&str] = &[
    "action",
    "actions",
    "operation",
    "operations",
    "op",
    "command",
    "subcommand",
    "method",
    "mode",
    "verb",
    "apioperation",
    "actiontype",
    "operationtype",
    "requesttype",
    "tool",
    "function",
    "task",
    "intent",
    "cmd",
];

/// Of these, the ones that mostly choose how, so that only a grave value counts.
const MILD_CHOOSERS: &[&str] = &["mode", "task", "tool", "function", "intent"];

/// Parameters that hold a query of a database.
const SQL: &[&str] = &[
    "sql",
    "sqlquery",
    "sqlstatement",
    "cypher",
    "cypherquery",
    "statement",
    "sqltext",
    "sqlstatements",
    "sqlcommand",
];
const CODE: &[&str] = &[
    "command",
    "cmd",
    "code",
    "script",
    "bash",
    "javascript",
    "pythoncode",
    "jscode",
    "shellcommand",
    "expression",
    "commands",
    "sourcecode",
];
const URLS: &[&str] = &[
    "url",
    "urls",
    "uri",
    "webhookurl",
    "callbackurl",
    "endpoint",
    "link",
    "website",
    "baseurl",
];
const PATHS: &[&str] = &[
    "outputpath",
    "outputfile",
    "savepath",
    "outputdir",
    "outputdirectory",
    "outputfilename",
    "saveto",
    "destinationpath",
    "outpath",
    "outputfilepath",
    "savedir",
    "downloadpath",
    "outfile",
    "targetpath",
    "exportpath",
    "outputfolder",
    "filenametosave",
    "savedirectory",
    "downloaddir",
    "localpath",
];
const AMOUNTS: &[&str] = &[
    "amount", "amounts", "qty", "notional", "value", "lamports", "amountin", "sats",
];
const RECIPIENTS: &[&str] = &[
    "to",
    "recipient",
    "recipients",
    "toaddress",
    "currency",
    "destination",
    "payee",
    "beneficiary",
    "receiver",
    "iban",
    "destinationaddress",
    "tokenaddress",
    "toaccount",
    "mint",
    "privatekey",
    "toaccountid",
    "recipientaddress",
];

/// Whether a parameter is called one of these, whatever the style.
pub(super) fn is_called(name: &str, names: &[&str]) -> bool {
    names.iter().any(|each| same(name, each))
}

/// Compares a name in any style with one in lower case without separators.
pub(super) fn same(name: &str, plain: &str) -> bool {
    if name.len() < plain.len() {
        return false;
    }
    let letters = name.bytes().filter(|byte| !matches!(byte, b'_' | b'-'));
    letters
        .map(|byte| byte.to_ascii_lowercase())
        .eq(plain.bytes())
}

/// The groups that the parameters speak of.
pub(super) fn about(definition: &Definition) -> u128 {
    let mut bits = 0;
    let mut amount = false;
    let mut recipient = false;
    for parameter in &definition.parameters {
        let name = parameter.name();
        for (names, group) in [
            (SQL, Noun::ParamSql),
            (CODE, Noun::ParamCode),
            (URLS, Noun::ParamUrl),
            (PATHS, Noun::ParamPath),
        ] {
            if is_called(name, names) {
                bits |= group.bit();
            }
        }
        amount |= is_called(name, AMOUNTS);
        recipient |= is_called(name, RECIPIENTS);
    }
    if amount && recipient {
        bits |= Noun::ParamMoney.bit();
    }
    bits
}

/// The most severe action that a parameter offers by its allowed words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Choice<'a> {
    /// The parameter.
    pub(super) parameter: &'a Parameter,
    /// The word.
    pub(super) value: &'a str,
    /// What it does.
    pub(super) category: Category,
}

/// What the caller can choose to have done.
pub(super) fn choice<'a>(
    lexicon: &Lexicon,
    definition: &'a Definition,
    object: Object,
    about: u128,
    tokens: &mut Vec<Token>,
) -> Option<Choice<'a>> {
    let mut best: Option<Choice<'a>> = None;
    for parameter in &definition.parameters {
        if parameter.values.len() < 2 || !is_called(parameter.name(), CHOOSERS) {
            continue;
        }
        if parameter.values.iter().any(|value| is_http(value)) {
            continue;
        }
        for value in &parameter.values {
            let Some(category) = value_category(lexicon, value, object, about, tokens) else {
                continue;
            };
            if category < Category::Destructive && is_called(parameter.name(), MILD_CHOOSERS) {
                continue;
            }
            if best.is_none_or(|it| category > it.category) {
                best = Some(Choice {
                    parameter,
                    value,
                    category,
                });
            }
        }
    }
    best
}

fn value_category(
    lexicon: &Lexicon,
    value: &str,
    object: Object,
    about: u128,
    tokens: &mut Vec<Token>,
) -> Option<Category> {
    tokens.clear();
    name_tokens(lexicon, value, tokens);
    let mut deeds = Vec::new();
    read_name(tokens, &mut deeds);
    deeds
        .iter()
        .filter_map(|deed| {
            let object = if deed.object.all == 0 {
                object
            } else {
                deed.object
            };
            meaning(lexicon, deed.verb, object, about)
        })
        .map(|it| it.category)
        .max()
}

fn is_http(value: &str) -> bool {
    ["get", "post", "put", "patch", "delete", "head", "options"]
        .iter()
        .any(|method| *method == value.to_ascii_lowercase())
        && value.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn changes(method: &str) -> bool {
    matches!(method, "PUT" | "PATCH" | "DELETE")
}

/// A parameter by which the caller chooses the HTTP method, where there is also an address.
pub(super) fn http_method(definition: &Definition) -> Option<&Parameter> {
    let addressed = definition
        .parameters
        .iter()
        .any(|it| is_called(it.name(), &["url", "path", "endpoint", "uri", "route"]));
    definition
        .parameters
        .iter()
        .find(|it| is_called(&it.path, &["method", "httpmethod", "verb"]))
        .filter(|it| {
            addressed
                && (it
                    .values
                    .iter()
                    .any(|value| is_http(value) && changes(value))
                    || (it.values.is_empty() && it.description.contains("HTTP")))
        })
}
