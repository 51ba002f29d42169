//! Words in a row that say more than a verb.

use super::{Phrase, Rule, Strength, When, eg};
use crate::model::Category::{self, Destructive, Execute, Financial, Read, Write};
use crate::rules::Claim;
use Strength::{Likely, Plain};

const fn phrase(
    id: &'static str,
    category: Category,
    on: &'static [Category],
    sure: Strength,
    texts: &'static str,
    reason: &'static str,
    examples: &'static [super::Example],
) -> Rule<'static> {
    Rule {
        id,
        claim: Claim::Category(category),
        reason,
        when: When::Phrase(Phrase { texts, on, sure }),
        examples,
        own: false,
    }
}

pub(super) const RULES: &[Rule<'_>] = &[
    phrase(
        "phrase-read-only",
        Read,
        &[Execute, Read],
        Plain,
        "is read only|read only query|read only queries|read only sql|read only operation|read only operations|read only tool|\
         readonly query|select queries only|only select|select only|read only cypher|\
         read only transaction|select statements only|only supports select|only select queries|safe read only|\
         runs in read only mode|run in read only mode|executed in read only mode|read operations|select query|select statement|select operations|只读|solo lectura|somente leitura",
        "the description says that it changes nothing",
        &[eg("run_query", "Runs a read-only SQL query.")],
    ),
    phrase(
        "phrase-no-change",
        Read,
        &[Execute, Read],
        Likely,
        "does not modify|does not change|without modifying|without making changes|without making any changes|\
         no changes are made|makes no changes|doesn t modify|doesn t change|does not write|does not create|\
         does not execute|without executing|without running|without applying|does not send|does not perform|\
         doesn t execute|no side effects|this is a dry run|only performs a dry run",
        "the description says that nothing changes",
        &[eg("run_check", "Runs the checks without modifying files.")],
    ),
    phrase(
        "phrase-irreversible",
        Destructive,
        &[Destructive],
        Plain,
        "cannot be undone|can not be undone|is irreversible|not reversible|permanently delete|permanently deletes|\
         permanently remove|permanently removes|irreversibly|不可恢复|不可逆|irreversible action|cannot be recovered",
        "the description says that it cannot be undone",
        &[eg(
            "remove_board",
            "Removes a board. This cannot be undone.",
        )],
    ),
    phrase(
        "phrase-delete-operations",
        Destructive,
        &[Read, Write],
        Plain,
        "delete operations|delete operation|crud operations|crud operation|full crud|complete crud|write update delete|\
         create update delete|create update and delete|create update or delete|create read update delete|\
         create read update and delete|create edit delete|add update delete|add edit delete|list create update delete|\
         add remove update|增删改查|list create delete|create list delete|create delete",
        "one of its operations deletes",
        &[eg("tag_tool", "CRUD operations for tags.")],
    ),
    phrase(
        "phrase-operations",
        Write,
        &[],
        Likely,
        "create operations|update operations|write operations|create operation|update operation|write operation",
        "the description names its operations",
        &[eg(
            "consumer_tool",
            "Admin tool for consumers - update operations",
        )],
    ),
    phrase(
        "phrase-arbitrary",
        Execute,
        &[],
        Likely,
        "arbitrary code|arbitrary command|arbitrary commands|arbitrary sql|arbitrary javascript|arbitrary python|\
         shell command|shell commands|bash command|any sql|raw sql|arbitrary shell|arbitrary script|\
         任意代码|custom sql|arbitrary queries",
        "it runs whatever is passed in",
        &[eg("sandbox", "Runs arbitrary code in a sandbox.")],
    ),
    phrase(
        "phrase-generation",
        Execute,
        &[Read, Write],
        Plain,
        "generate 3d|generates 3d|3d asset from|3d asset via|3d model from text|3d model from images|generate sound effects|\
         generates sound effects|sound effects from text|convert text to speech|converts text to speech|\
         text into speech|speech from text|prompt to music|music from a prompt|music from text|video from a prompt|\
         video from text|image from a prompt|image from text",
        "a model generates sound, pictures or shapes",
        &[eg(
            "make_jingle",
            "Converts a prompt to music and saves the file.",
        )],
    ),
    phrase(
        "phrase-interpreter",
        Execute,
        &[],
        Plain,
        "python repl|interactive repl|code interpreter|python interpreter|javascript interpreter|repl that|\
         interactive shell|interactive terminal|jupyter kernel",
        "it interprets what is passed in",
        &[eg(
            "notebook_cell",
            "Interactive Python REPL that keeps its state.",
        )],
    ),
    phrase(
        "phrase-completion",
        Execute,
        &[Read, Write],
        Plain,
        "chat completion|chat completions|text completions|completions using|generate completions",
        "a model answers, which is compute",
        &[eg(
            "completions_new",
            "Creates chat completions with a hosted model.",
        )],
    ),
    phrase(
        "phrase-thinking",
        Read,
        &[Read, Write, Destructive],
        Plain,
        "problem solving through thoughts|reflective problem solving|structured reasoning|systematic reasoning|\
         systematic self monitoring|structured arguments|chain of thought|step by step reasoning|sequential thinking|\
         structured thinking|diagrammatic thinking|visual thinking|spatial reasoning|revise previous thoughts",
        "it only helps to think",
        &[eg(
            "thinking_aid",
            "Helps with structured reasoning and revises former thoughts.",
        )],
    ),
    phrase(
        "phrase-load-data",
        Write,
        &[Read],
        Plain,
        "load data into|loads data into|load csv files|loads csv files|import data into|imports data into|\
         load initial data",
        "it brings data into what is kept",
        &[eg(
            "seed",
            "Loads CSV files as seed data into the warehouse.",
        )],
    ),
    phrase(
        "phrase-migration",
        Execute,
        &[Write],
        Plain,
        "complete the migration|completes the migration|complete a database migration|completes a database migration|\
         complete migration to|apply the migration|applies the migration|apply a migration|apply migrations|\
         applies migrations|apply tuning changes|applies tuning changes|triggers a new|triggers a run|starts a new run",
        "it sets a run going",
        &[eg(
            "finish_upgrade",
            "Completes the migration to the new cluster.",
        )],
    ),
    phrase(
        "phrase-browser-session",
        Execute,
        &[Write],
        Plain,
        "create browser session|creates a browser session|create a browser session|create a new browser session|\
         creates a new browser session|create parallel browser session|new browser instance|launch a browser",
        "it starts a browser",
        &[eg("session_new", "Creates a new browser session.")],
    ),
    phrase(
        "phrase-money",
        Financial,
        &[Write, Execute, Destructive],
        Plain,
        "real money|real funds|spends real|will be charged|charges your|charges the|you will be billed|moves funds|\
         signed transaction to the|irreversible transaction|broadcasts the transaction|will charge",
        "the description says that money moves",
        &[eg("open_box", "Opens a box. The account will be charged.")],
    ),
];
