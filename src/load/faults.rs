//! The faults of loading, as lints of their own, so that they share one path to every report.

use crate::diagnostic::{Level, LintInfo};

macro_rules! fault {
    ($($(#[doc = $doc:literal])+ $konst:ident = $code:literal, $name:literal, $summary:literal;)+) => {
        $(
            #[doc = $summary]
            pub(crate) static $konst: LintInfo = LintInfo {
                code: $code,
                name: $name,
                level: Level::Error,
                summary: $summary,
                explanation: concat!($($doc, "\n"),+),
            };
        )+

        /// Every fault of loading, by code.
        pub static FAULTS: &[&LintInfo] = &[$(&$konst),+];
    };
}

fault! {
    /// ## What it does
    /// Reports a file that could not be read from disk.
    ///
    /// ## Why
    /// If a file is skipped silently, nobody checks its entries.
    UNREADABLE = "TR001", "unreadable-file", "a file of the catalog cannot be read";
    /// ## What it does
    /// Reports text that is not YAML, and keys that occur twice in one mapping.
    ///
    /// ## Why
    /// Only this document is left out of the catalog; the others in its file are kept. The items of a `[…]` list may
    /// stand as far left as their key: YAML forbids that, but other readers accept it.
    ///
    /// ## Example
    /// ```yaml
    /// name: [unclosed
    /// ```
    YAML_SYNTAX = "TR002", "yaml-syntax", "a document is not valid YAML";
    /// ## What it does
    /// Reports a file or document beyond the limits: 64 MiB a file, 1 MiB a document, 24 levels of
    /// nesting, 20,000 nodes, 100 aliases.
    ///
    /// ## Why
    /// A few lines of YAML can stand for gigabytes (an alias bomb).
    TOO_LARGE = "TR003", "beyond-limits", "a file or document is larger or deeper than the limits";
    /// ## What it does
    /// Reports bytes that are not UTF-8.
    ///
    /// ## Why
    /// They are shown as U+FFFD, which is not what the author wrote.
    NOT_UTF8 = "TR004", "not-utf8", "a file is not UTF-8";
    /// ## What it does
    /// Reports a key that the format does not have, and names the nearest one that it has.
    ///
    /// ## Why
    /// A misspelled key would be ignored silently: `serverity: high` rates nothing.
    UNKNOWN_KEY = "TR010", "unknown-key", "a key is not part of the format";
    /// ## What it does
    /// Reports a required key that is absent.
    MISSING_KEY = "TR011", "missing-key", "a required key is absent";
    /// ## What it does
    /// Reports a value of another type than the key takes.
    ///
    /// ## Why
    /// YAML reads `1.10` as a number and `true` as a truth value; quotes make them text.
    WRONG_TYPE = "TR012", "wrong-type", "a value has another type than its key takes";
    /// ## What it does
    /// Reports a word outside a closed vocabulary, or a limit that is not `<calls>/<window>`.
    UNKNOWN_WORD = "TR013", "unknown-word", "a word is not one of the allowed words";
    /// ## What it does
    /// Reports a key with nothing after it, and a file without a document. A `description` may be empty,
    /// because some servers give none, and so may `value` in a rule on arguments.
    ///
    /// ## Why
    /// `limit:` looks like a limit and sets none.
    EMPTY_TEXT = "TR014", "empty-text", "a key has no value";
    /// ## What it does
    /// Reports a folder whose name cannot be a server id: lower-case letters, digits and hyphens, at
    /// most 64.
    BAD_ID = "TR015", "bad-server-id", "a folder's name cannot be a server id";
    /// ## What it does
    /// Reports a folder with tool entries but without `server.yaml`. Its tools are kept under the
    /// folder's name.
    NO_SERVER = "TR016", "missing-server-file", "a folder has tool entries but no server.yaml";
    /// ## What it does
    /// Reports an address that is not `https://`.
    NOT_HTTPS = "TR017", "not-https", "a URL is not https";
    /// ## What it does
    /// Reports two entries of one server with the same name. The first is kept.
    DUPLICATE_TOOL = "TR018", "duplicate-tool", "two entries of one server have the same name";
    /// ## What it does
    /// Reports a `tools.lock.json` that cannot be read. `toolrisk import` writes a new one.
    BAD_LOCK = "TR019", "bad-lock", "a lock cannot be read";
    /// ## What it does
    /// Reports a Markdown page without front matter between two lines of `---`.
    NO_FRONT_MATTER = "TR020", "missing-front-matter", "a page has no front matter";
    /// ## What it does
    /// Reports a file that is not part of the catalog's layout.
    STRAY_FILE = "TR021", "stray-file", "a YAML file lies where the catalog does not look";
    /// ## What it does
    /// Reports a folder in `toolrisk.yaml` that lies neither in the catalog nor beside it.
    ///
    /// ## Why
    /// A catalog that somebody else wrote must not publish what lies elsewhere on your machine.
    OUTSIDE_CATALOG = "TR022", "outside-catalog", "a folder lies neither in the catalog nor beside it";
    /// ## What it does
    /// Reports a template of your own that cannot be used: a fault of its language, a block that the extended template
    /// does not have, a text outside all blocks, a template that no page uses, or a value that a page does not have.
    ///
    /// ## Why
    /// `toolrisk build` writes nothing with such a template.
    FAULTY_TEMPLATE = "TR023", "faulty-template", "a template cannot be used";
}
