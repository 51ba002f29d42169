//! Statements without a `;` between them, which T-SQL takes for several and other dialects for one with aliases.

use sqlparser::tokenizer::{Token, Word};

/// Whether a statement may begin within another: a word that begins one stands where an alias may.
pub(super) fn may_hold_another(tokens: &[Token]) -> bool {
    let is_read = |it: &&Token| !matches!(it, Token::Whitespace(_));
    let tokens: Vec<&Token> = tokens.iter().filter(is_read).collect();
    let pairs = tokens.windows(2);
    pairs.into_iter().any(|pair| match pair {
        [before, Token::Word(word)] => ends_operand(before) && is_one_of(word, STATEMENTS),
        _ => false,
    })
}

/// Whether a name, a value or a list may end here.
fn ends_operand(token: &Token) -> bool {
    match token {
        Token::Word(word) => !is_one_of(word, BEFORE_OPERANDS),
        Token::Comma
        | Token::LParen
        | Token::SemiColon
        | Token::Period
        | Token::Eq
        | Token::DoubleEq
        | Token::Neq
        | Token::Lt
        | Token::Gt
        | Token::LtEq
        | Token::GtEq
        | Token::Plus
        | Token::Minus
        | Token::Div
        | Token::StringConcat => false,
        _ => true,
    }
}

fn is_one_of(word: &Word, words: &[&str]) -> bool {
    let mut words = words.iter();
    word.quote_style.is_none() && words.any(|it| it.eq_ignore_ascii_case(&word.value))
}

/// Words that an expression or the name of a table follows.
const BEFORE_OPERANDS: &[&str] = &[
    "all",
    "and",
    "as",
    "between",
    "by",
    "case",
    "distinct",
    "else",
    "except",
    "from",
    "having",
    "ilike",
    "in",
    "intersect",
    "join",
    "like",
    "limit",
    "not",
    "offset",
    "on",
    "or",
    "over",
    "select",
    "then",
    "union",
    "using",
    "when",
    "where",
];

/// Words that begin a statement of T-SQL which does more than read.
const STATEMENTS: &[&str] = &[
    "add",
    "alter",
    "backup",
    "begin",
    "break",
    "bulk",
    "call",
    "checkpoint",
    "close",
    "commit",
    "create",
    "dbcc",
    "deallocate",
    "declare",
    "delete",
    "deny",
    "disable",
    "drop",
    "dump",
    "enable",
    "exec",
    "execute",
    "go",
    "goto",
    "grant",
    "insert",
    "kill",
    "load",
    "merge",
    "move",
    "open",
    "print",
    "raiserror",
    "receive",
    "reconfigure",
    "rename",
    "restore",
    "return",
    "revert",
    "revoke",
    "rollback",
    "save",
    "send",
    "set",
    "setuser",
    "shutdown",
    "throw",
    "truncate",
    "update",
    "updatetext",
    "use",
    "waitfor",
    "while",
    "writetext",
];
