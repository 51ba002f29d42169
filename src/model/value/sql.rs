//! SQL, read by a parser of it. Databases differ, so a text is read in several dialects.

use std::ops::ControlFlow;

use sqlparser::ast::{Expr, Function, Query, Select, Statement, TableFactor, Visit, Visitor};
use sqlparser::dialect::{
    Dialect, GenericDialect, MsSqlDialect, MySqlDialect, PostgreSqlDialect, SQLiteDialect,
};
use sqlparser::parser::Parser;
use sqlparser::tokenizer::{Token, Tokenizer};

use super::{Truth, batch};

/// Bytes of a text that is read; a person could not judge a longer one either.
const LONGEST: usize = 100_000;
/// Words and signs of a text that is read; values and commas do not count.
const MOST_PARTS: usize = 3_000;
/// Bytes of a text that is read on the stack of whoever asks.
const SHORT: usize = 200;
/// Stack of the thread that reads a longer one. Each part may lie one deeper than the one before, as in `a + b + c`,
/// and takes some kilobytes in a build for development.
const STACK: usize = 64 << 20;

/// Whether every statement reads only: yes if some dialect reads the text and all that do say so.
pub(super) fn reads_only(text: &str) -> Truth {
    let truth = judged(text);
    // Where one database ends the string, another goes on in it.
    let escapes = ["\\'", "\\\"", "\\`"];
    let is_open = escapes.iter().any(|it| text.contains(it));
    if truth == Truth::Yes && is_open {
        return Truth::Unjudged;
    }
    truth
}

fn judged(text: &str) -> Truth {
    // MySQL runs what stands in such a comment; a NUL ends the text for some readers.
    if text.len() > LONGEST || text.contains("/*!") || text.contains("/*M!") || text.contains('\0')
    {
        return Truth::Unjudged;
    }
    if text.len() <= SHORT {
        return read_in_all(text);
    }
    let read = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        let reader = thread.spawn_scoped(scope, || read_in_all(text)).ok()?;
        reader.join().ok()
    });
    read.unwrap_or(Truth::Unjudged)
}

/// As [`reads_only`], of a text that the stack suffices for.
fn read_in_all(text: &str) -> Truth {
    let dialects: [&dyn Dialect; 5] = [
        &GenericDialect {},
        &PostgreSqlDialect {},
        &MySqlDialect {},
        &SQLiteDialect {},
        &MsSqlDialect {},
    ];
    let readings = dialects.into_iter();
    let truths: Vec<Truth> = readings.filter_map(|it| read_in(it, text)).collect();
    let says = |truth| truths.contains(&truth);
    match (says(Truth::No), says(Truth::Unjudged), says(Truth::Yes)) {
        (true, _, _) => Truth::No,
        (false, false, true) => Truth::Yes,
        _ => Truth::Unjudged,
    }
}

/// What a text does in one dialect; nothing if it is not of that dialect.
fn read_in(dialect: &dyn Dialect, text: &str) -> Option<Truth> {
    let tokens = Tokenizer::new(dialect, text).tokenize().ok()?;
    let parts = tokens.iter().filter(|token| is_part(token)).count();
    if parts > MOST_PARTS {
        return Some(Truth::Unjudged);
    }
    let runs_on = batch::may_hold_another(&tokens);
    let statements = Parser::new(dialect).with_tokens(tokens).parse_statements();
    let truth = judge(&statements.ok()?);
    let is_open = truth == Truth::Yes && runs_on;
    Some(if is_open { Truth::Unjudged } else { truth })
}

fn is_part(token: &Token) -> bool {
    !matches!(
        token,
        Token::Whitespace(_)
            | Token::Comma
            | Token::Number(..)
            | Token::SingleQuotedString(_)
            | Token::DoubleQuotedString(_)
            | Token::HexStringLiteral(_)
            | Token::NationalStringLiteral(_)
            | Token::Placeholder(_)
    )
}

fn judge(statements: &[Statement]) -> Truth {
    let mut reader = Reader;
    let mut truth = if statements.is_empty() {
        Truth::Unjudged
    } else {
        Truth::Yes
    };
    for statement in statements {
        match statement.visit(&mut reader) {
            ControlFlow::Break(Truth::No) => return Truth::No,
            ControlFlow::Break(other) => truth = other,
            ControlFlow::Continue(()) => {}
        }
    }
    truth
}

/// Stops at the first part of a statement that does more than read, or may.
struct Reader;

const WRITES: ControlFlow<Truth> = ControlFlow::Break(Truth::No);
const UNKNOWN: ControlFlow<Truth> = ControlFlow::Break(Truth::Unjudged);
const READS: ControlFlow<Truth> = ControlFlow::Continue(());

impl Visitor for Reader {
    type Break = Truth;

    fn pre_visit_statement(&mut self, statement: &Statement) -> ControlFlow<Truth> {
        match statement {
            Statement::Query(_)
            | Statement::ShowTables { .. }
            | Statement::ShowColumns { .. }
            | Statement::ShowCreate { .. }
            | Statement::ShowDatabases { .. }
            | Statement::ShowSchemas { .. }
            | Statement::ShowViews { .. }
            | Statement::ExplainTable { .. }
            | Statement::Explain {
                analyze: false,
                options: None,
                ..
            } => READS,
            Statement::Pragma {
                name,
                value,
                is_eq: false,
            } => {
                let name = name.to_string().to_ascii_lowercase();
                let tells = PRAGMAS.contains(&name.as_str());
                if tells || (value.is_none() && name == "user_version") {
                    READS
                } else {
                    UNKNOWN
                }
            }
            _ => WRITES,
        }
    }

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<Truth> {
        if !query.locks.is_empty() {
            return WRITES;
        }
        if query.settings.is_some() || !query.pipe_operators.is_empty() {
            return UNKNOWN;
        }
        READS
    }

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<Truth> {
        if select.into.is_some() { WRITES } else { READS }
    }

    fn pre_visit_table_factor(&mut self, table: &TableFactor) -> ControlFlow<Truth> {
        match table {
            TableFactor::Table {
                name,
                args: Some(_),
                ..
            }
            | TableFactor::Function { name, .. } => known(&name.to_string()),
            TableFactor::Table { args: None, .. }
            | TableFactor::Derived { .. }
            | TableFactor::TableFunction { .. }
            | TableFactor::UNNEST { .. }
            | TableFactor::NestedJoin { .. } => READS,
            _ => UNKNOWN,
        }
    }

    fn pre_visit_expr(&mut self, expression: &Expr) -> ControlFlow<Truth> {
        match expression {
            Expr::Function(Function { name, .. }) => known(&name.to_string()),
            _ => READS,
        }
    }
}

/// Whether a function of this name does nothing but compute. What a database's own functions do is not
/// known here.
fn known(name: &str) -> ControlFlow<Truth> {
    let name = name.to_ascii_lowercase().replace(['"', '`'], "");
    if FUNCTIONS.contains(&name.as_str()) {
        READS
    } else {
        UNKNOWN
    }
}

/// Pragmas of `SQLite` that tell something about a table or a file.
const PRAGMAS: &[&str] = &[
    "collation_list",
    "database_list",
    "foreign_key_list",
    "function_list",
    "index_info",
    "index_list",
    "index_xinfo",
    "pragma_list",
    "table_info",
    "table_list",
    "table_xinfo",
];

/// Functions that compute, in the common dialects.
const FUNCTIONS: &[&str] = &[
    "abs",
    "age",
    "array_agg",
    "array_length",
    "ascii",
    "avg",
    "bit_length",
    "bool_and",
    "bool_or",
    "cast",
    "ceil",
    "ceiling",
    "char",
    "char_length",
    "character_length",
    "coalesce",
    "concat",
    "concat_ws",
    "convert",
    "count",
    "cume_dist",
    "curdate",
    "current_date",
    "current_time",
    "current_timestamp",
    "curtime",
    "date",
    "date_add",
    "date_format",
    "date_part",
    "date_sub",
    "date_trunc",
    "dateadd",
    "datediff",
    "datename",
    "datepart",
    "datetime",
    "day",
    "dayofweek",
    "dayofyear",
    "dense_rank",
    "every",
    "exp",
    "extract",
    "find_in_set",
    "first_value",
    "floor",
    "format",
    "generate_series",
    "getdate",
    "glob",
    "greatest",
    "group_concat",
    "hex",
    "hour",
    "if",
    "ifnull",
    "iif",
    "initcap",
    "instr",
    "isnull",
    "json_agg",
    "json_array",
    "json_array_length",
    "json_build_object",
    "json_each",
    "json_extract",
    "json_object",
    "json_tree",
    "json_type",
    "jsonb_agg",
    "jsonb_array_elements",
    "jsonb_each",
    "julianday",
    "lag",
    "last_day",
    "last_value",
    "lcase",
    "lead",
    "least",
    "left",
    "len",
    "length",
    "like",
    "ln",
    "localtime",
    "localtimestamp",
    "locate",
    "log",
    "log10",
    "log2",
    "lower",
    "lpad",
    "ltrim",
    "max",
    "md5",
    "min",
    "minute",
    "mod",
    "month",
    "now",
    "nth_value",
    "ntile",
    "nullif",
    "nvl",
    "octet_length",
    "percent_rank",
    "percentile_cont",
    "percentile_disc",
    "position",
    "pow",
    "power",
    "printf",
    "quarter",
    "rank",
    "regexp_matches",
    "regexp_replace",
    "repeat",
    "replace",
    "reverse",
    "right",
    "round",
    "row_number",
    "rpad",
    "rtrim",
    "second",
    "sha1",
    "sha2",
    "sign",
    "split_part",
    "sqrt",
    "stddev",
    "str_to_date",
    "strftime",
    "string_agg",
    "strpos",
    "substr",
    "substring",
    "substring_index",
    "sum",
    "time",
    "timestampdiff",
    "to_char",
    "to_date",
    "to_number",
    "to_timestamp",
    "total",
    "translate",
    "trim",
    "trunc",
    "truncate",
    "typeof",
    "ucase",
    "unicode",
    "unix_timestamp",
    "unixepoch",
    "unnest",
    "upper",
    "utc_timestamp",
    "variance",
    "week",
    "weekday",
    "year",
];

#[cfg(test)]
mod tests {
    use super::*;

    /// In a thread with the smallest stack that programs commonly give one.
    #[test]
    fn a_text_that_is_nested_too_deeply_is_left_to_a_person() {
        let judged = std::thread::Builder::new().stack_size(2 << 20).spawn(|| {
            for (start, part, end) in [
                ("SELECT 1", "+1", ""),
                ("SELECT 1 WHERE a", " AND a", ""),
                ("SELECT 1", " IS NULL", ""),
                ("SELECT 1", " UNION SELECT 1", ""),
                ("SELECT ", "(", "1"),
                ("SELECT ", "NOT ", "1"),
                ("SELECT 1", "::int", ""),
                ("SELECT a", "[1]", ""),
                ("SELECT a", ".a", ""),
                ("SELECT a", " || 'x'", ""),
            ] {
                for times in [60, 400, 1_400, 5_000] {
                    let text = format!("{start}{}{end}", part.repeat(times));
                    let truth = reads_only(&text);
                    assert!(
                        times < 5_000 || truth == Truth::Unjudged,
                        "{part}: {truth:?}"
                    );
                }
            }
            let many = format!("SELECT * FROM t WHERE a IN (1{})", ", 1".repeat(5_000));
            assert_eq!(reads_only(&many), Truth::Yes);
        });
        judged.unwrap().join().unwrap();
    }

    #[test]
    fn what_reads_only_is_told_from_what_writes_or_may() {
        for text in [
            "SELECT 1",
            "select a, count(*) from t where b = 'x; drop table t' group by a;",
            "SELECT 1; SELECT 2",
            "WITH x AS (SELECT 1) SELECT * FROM x",
            "EXPLAIN SELECT 1",
            "PRAGMA table_info('users')",
            "SELECT * FROM t -- all of it",
            "SHOW TABLES",
            "SELECT 'DELETE FROM t'",
            "VALUES (1)",
            "SELECT open, close FROM prices WHERE close > open AND open IS NOT NULL ORDER BY close",
            "SELECT u.update, 1 AS \"delete\" FROM u",
            "SELECT replace(a, 'b', 'c') FROM t WHERE a LIKE 'C:\\x%'",
            "SELECT * FROM a JOIN (SELECT max(b) FROM c) d ON a.b = d.b ORDER BY 1 LIMIT 5",
        ] {
            assert_eq!(reads_only(text), Truth::Yes, "{text}");
        }
        for text in [
            "DROP TABLE t",
            "SELECT 1; DELETE FROM t",
            "WITH x AS (DELETE FROM t RETURNING *) SELECT * FROM x",
            "SELECT * INTO new FROM t",
            "SELECT * FROM t FOR UPDATE",
            "EXPLAIN ANALYZE DELETE FROM t",
            "INSERT INTO t SELECT 1",
            "ATTACH DATABASE 'x' AS y",
            "SELECT '\\'; DROP TABLE t; --'",
            "BEGIN",
            "CALL f()",
            "sElEcT 1;/**/drOp/**/taBle t",
            "SET x = 1",
            "COPY t TO '/tmp/x'",
            "EXPLAIN DELETE FROM t",
        ] {
            assert_eq!(reads_only(text), Truth::No, "{text}");
        }
    }

    #[test]
    fn what_some_database_may_write_by_is_not_taken_for_reading() {
        for text in [
            "",
            "not sql at all",
            "/*! DELETE FROM t */ SELECT 1",
            "SELECT pg_read_file('/etc/passwd')",
            "SELECT load_extension('x')",
            "SELECT \"pg_sleep\"(9)",
            "SELECT * FROM pg_ls_dir('/')",
            "PRAGMA journal_mode = OFF",
            "PRAGMA writable_schema(1)",
            "SELECT setval('s', 1)",
            "SELECT 1\0; DROP TABLE t",
            "SELECT * FROM t INTO OUTFILE '/tmp/x'",
            "SELECT 1 DELETE FROM users",
            "SELECT * FROM t SHUTDOWN",
            "SELECT * FROM t EXEC (x)",
            "SELECT a FROM t DELETE u",
            "SELECT a FROM t AS b /* */ drop table u",
            "SELECT 'a' DELETE",
            "SELECT a FROM t ORDER BY a DESC shutdown",
            "SELECT * FROM [t] RECONFIGURE",
            "SELECT '\\'' ; DELETE FROM t --'",
            "SELECT \"\\\"\" ; DELETE FROM t --\"",
        ] {
            assert_ne!(reads_only(text), Truth::Yes, "{text}");
        }
    }
}
