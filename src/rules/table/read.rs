//! Verbs that return information.

use super::{Noun, Rule, Strength, category, eg, verb};
use crate::model::Category::Read;
use Noun as N;
use Strength::{Faint, Likely, Plain};

pub(super) const RULES: &[Rule<'_>] = &[
    category(
        "verb-fetch",
        Read,
        verb(
            "get fetch retrieve obtain return acquire receive collect gather grab",
            Plain,
        ),
        "brings back information",
        &[
            eg("get_order_history", "Gets the orders of a customer."),
            eg("fetch_page", "Fetch a web page as Markdown."),
        ],
    ),
    category(
        "verb-list",
        Read,
        verb("list enumerate ls dir listall paginate", Plain),
        "lists what is there",
        &[eg("list_invoices", "List all invoices of the account.")],
    ),
    category(
        "verb-show",
        Read,
        verb(
            "read show view describe display print peek tail head cat dump inspect look see present reveal \
                introspect observe quote tell indicate",
            Plain,
        ),
        "shows what is there",
        &[eg("describe_table", "Shows the columns of a table.")],
    ),
    category(
        "verb-show-noun",
        Read,
        verb(
            "report output log info status stat overview help render",
            Faint,
        ),
        "shows what is there, if the word is a verb here",
        &[eg("uptime_report", "")],
    ),
    category(
        "verb-search",
        Read,
        verb(
            "search find lookup browse discover  explore visit load locate research match grep google \
                filter looksup seek retrive websearch finder screen hunt",
            Plain,
        ),
        "searches without changing",
        &[
            eg("search_issues", "Search issues by text."),
            eg("home_manager_search", ""),
        ],
    ),
    category(
        "verb-query",
        Read,
        verb("query", Likely),
        "asks for data in a language that is not said to write",
        &[eg("query_metrics", "Query the metrics of a host.")],
    ),
    category(
        "verb-check",
        Read,
        verb(
            "verify assess audit scan probe troubleshoot investigate determine detect identify recognize \
                recognise classify categorize categorise examine healthcheck proofread scrutinize triage",
            Likely,
        ),
        "checks and tells the result",
        &[eg("verify_signature", "Verifies a signature.")],
    ),
    category(
        "verb-analyse",
        Read,
        verb(
            "evaluate score rank grade interpret reason think reflect brainstorm advise guide aggregate measure profile solve decompose optimize model assess deduce infer critique introspect sum diff contrast visualize visualise plot factor differentiate integrate demonstrate gauge appraise cite enrich standardize normalise normalize tokenize lemmatize",
            Likely,
        ),
        "works out a result from what it is given",
        &[eg("rank_offers", "Ranks offers by price.")],
    ),
    category(
        "verb-analyse-plain",
        Read,
        verb(
            "analyze analyse compare calculate compute estimate predict forecast summarize summarise \
                explain count recommend suggest multiply subtract divide average correlate simulate preview",
            Plain,
        ),
        "works out a result from what it is given",
        &[eg("calculate_tax", "Calculates the tax on an income.")],
    ),
    category(
        "verb-check-plain",
        Read,
        verb("check validate lint inspect diagnose", Plain),
        "checks and tells the result",
        &[eg("check_host", "Checks whether a host answers.")],
    ),
    category(
        "verb-transform",
        Read,
        verb(
            "convert translate parse format encode decode encrypt decrypt hash escape unescape minify \
                beautify prettify transform transliterate decompile disassemble demangle extract ocr \
                transcribe geocode reverse tokenise slugify stringify serialize deserialize simplify \
                paraphrase humanize spellcheck round scrape prettyprint",
            Likely,
        ),
        "gives the same thing back in another form",
        &[
            eg("des_encode", "Encode text with a cipher."),
            eg(
                "convert_currency",
                "Convert an amount from one currency to another.",
            ),
        ],
    ),
    category(
        "verb-generate",
        Read,
        verb(
            "generate produce derive design suggest outline compose construct craft gen",
            Likely,
        ),
        "makes something and hands it back without keeping it",
        &[eg("generate_uuid", "Generates a random identifier.")],
    ),
    category(
        "create-view",
        Read,
        verb("create make build render draw", Likely)
            .of(&[N::Chart])
            .not(&[N::File]),
        "draws data and hands the picture back",
        &[eg("draw_chart", "Draws a chart of hits.")],
    ),
    category(
        "verb-capture",
        Read,
        verb("screenshot capture photograph snap", Likely),
        "takes a picture of what is there",
        &[eg("capture_page", "Captures the page as an image.")],
    ),
    category(
        "take-picture",
        Read,
        verb("take", Likely),
        "takes a picture or input, changing nothing by itself",
        &[eg(
            "take_screenshot",
            "Take a screenshot of the current window.",
        )],
    ),
    category(
        "verb-watch",
        Read,
        verb(
            "watch monitor track poll listen wait await observe sleep tail",
            Faint,
        ),
        "waits for or follows what happens",
        &[eg("wait_for_selector", "Wait for an element to appear.")],
    ),
    category(
        "verb-respond",
        Read,
        verb(
            "echo ping pong greet respond answer whoami hello provide offer supply give surface ask demonstrate",
            Faint,
        ),
        "answers the caller",
        &[eg("ping", "Returns pong.")],
    ),
    category(
        "resolve-name",
        Read,
        verb("resolve", Likely),
        "turns a name into what it stands for",
        &[eg(
            "resolve_library_id",
            "Resolves a package name to a library id.",
        )],
    ),
    category(
        "export-data",
        Read,
        verb("export", Likely),
        "hands data out in a file's form",
        &[eg("export_report", "Exports the report as CSV.")],
    ),
    category(
        "select-data",
        Read,
        verb("select", Likely),
        "selects rows or items to return",
        &[eg("select_rows", "Select rows from a table.")],
    ),
    category(
        "test-connection",
        Read,
        verb("test", Likely).of(&[N::Probe]),
        "tries something out and tells the result",
        &[eg("test_connection", "Tests the connection to the server.")],
    ),
    category(
        "run-search",
        Read,
        verb("run execute perform do make", Plain)
            .of(&[N::Search])
            .not(&[N::Database])
            .never(&[N::Sql]),
        "runs a query in a language that cannot write",
        &[eg("run_promql", "Runs a PromQL query.")],
    ),
    category(
        "apply-thinking",
        Read,
        verb("apply use adopt structure", Likely)
            .with(&[N::Thinking])
            .not(&[N::File, N::Message, N::Screen, N::Table]),
        "thinks something through",
        &[eg("mental_model", "Applies a mental model to a problem.")],
    ),
    category(
        "map-site",
        Read,
        verb("map", Likely).with(&[N::Outsider]),
        "finds out what a site holds",
        &[eg("map_site", "Map a website's structure.")],
    ),
    category(
        "download-inline",
        Read,
        verb("download", Plain)
            .with(&[N::Inline])
            .never(&[N::Media]),
        "hands the content back instead of keeping it",
        &[eg(
            "download_attachment",
            "Downloads an attachment and returns it as base64 text.",
        )],
    ),
    category(
        "tidy-text",
        Read,
        verb("remove strip delete clean clear", Likely)
            .of(&[N::Clutter])
            .never(&[N::File, N::Table, N::Cell, N::Private]),
        "hands a text back without something",
        &[eg("strip_whitespace", "Removes the whitespace of a text.")],
    ),
    category(
        "shorten-text",
        Read,
        verb("truncate strip clean", Likely)
            .of(&[N::Markup])
            .never(&[N::File, N::Table, N::Cell, N::Private]),
        "hands a text back in a shorter form",
        &[eg(
            "truncate_text",
            "Truncates a text to a number of characters.",
        )],
    ),
    category(
        "add-numbers",
        Read,
        verb("add sum", Plain).of(&[N::Sum]),
        "adds up what it is given",
        &[eg("add", "Add two numbers.")],
    ),
    category(
        "provide-text",
        Read,
        verb("provide give offer", Plain).of(&[N::Text, N::Meta]),
        "hands out text",
        &[eg(
            "deploy_help",
            "Provides instructions on how to deploy an app.",
        )],
    ),
    category(
        "make-request",
        Read,
        verb("make", Faint).of(&[N::Request]).not(&[N::Http]),
        "says how the server is reached, not what happens there",
        &[eg("sizes", "Makes a request for sizes.")],
    ),
    category(
        "verb-vague",
        Read,
        verb("process perform use work make do", Faint),
        "says nothing of an effect",
        &[eg("visual_reasoning", "Process visual reasoning.")],
    ),
];
