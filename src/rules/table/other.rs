//! Parameters, hints, and what to say when nothing spoke.

use super::{Parameter, Rule, Strength, When, eg, egh, egp};
use crate::model::Category::{Destructive, Execute, Read, Write};
use crate::rules::Claim;
use Strength::{Faint, Likely};

pub(super) const RULES: &[Rule<'_>] = &[
    Rule {
        id: "second-reader",
        claim: Claim::Category(Write),
        reason: "similar definitions were labelled so",
        when: When::Shape(
            "Adds up numbers that were learned from labelled definitions: one for each word of the name, the \
                description, the parameters and their allowed values, by the place where it stands, and one for each \
                hint. It speaks for any category or trait and knows nothing of the other rules. A judge, whose numbers \
                are learned as well, weighs it against what the rules read; where the two differ, the rating is unsure.",
        ),
        examples: &[eg("create_issue", "Create an issue in a repository.")],
        own: false,
    },
    Rule {
        id: "later-effect",
        claim: Claim::Category(Destructive),
        reason: "a later part of the description says that a call does this",
        when: When::Shape(
            "Looks in later clauses and sentences of the description for a verb of destruction whose subject is the \
                call itself, such as \"then permanently deletes\" or \"by first dropping\". It speaks only where the \
                other readings say that a call only reads, and the rating is then unsure.",
        ),
        examples: &[eg(
            "show_status",
            "Shows the status of the working tree, then permanently deletes the repository.",
        )],
        own: false,
    },
    Rule {
        id: "action-value",
        claim: Claim::Category(Destructive),
        reason: "a parameter chooses the action, and one of its values does this",
        when: When::Shape(
            "Looks for a parameter such as `action` or `operation`, and reads each of its allowed words as \
                a name; the most severe counts.",
        ),
        examples: &[egp(
            "manage_label",
            "Manages a label.",
            &[("action", &["create", "get", "delete"])],
        )],
        own: false,
    },
    Rule {
        id: "http-method",
        claim: Claim::Category(Execute),
        reason: "the caller chooses the HTTP method of the call",
        when: When::Shape(
            "Looks for a parameter that chooses the HTTP method, one that changes among them, beside one \
                for the address.",
        ),
        examples: &[egp(
            "fetch_url",
            "Fetches an address.",
            &[("url", &[]), ("method", &["GET", "POST", "DELETE"])],
        )],
        own: false,
    },
    Rule {
        id: "parameter-program",
        claim: Claim::Category(Execute),
        reason: "a parameter holds a program to run",
        when: When::Parameter(Parameter {
            names: "command cmd shellcommand script bash javascript pythoncode jscode",
            on: &[],
            sure: Faint,
        }),
        examples: &[egp("tool", "", &[("command", &[])])],
        own: false,
    },
    Rule {
        id: "parameter-sql",
        claim: Claim::Category(Execute),
        reason: "a parameter holds a statement of a language that can write",
        when: When::Parameter(Parameter {
            names: "sql sqlquery sqlstatement cypher cypherquery statement querystring sqltext",
            on: &[],
            sure: Likely,
        }),
        examples: &[egp("warehouse", "", &[("sql", &[])])],
        own: false,
    },
    Rule {
        id: "hint-destructive",
        claim: Claim::Category(Destructive),
        reason: "the server declares that it may destroy",
        when: When::Hint("destructiveHint", true),
        examples: &[egh("frobnicate", "", &[("destructiveHint", true)])],
        own: false,
    },
    Rule {
        id: "hint-not-read-only",
        claim: Claim::Category(Write),
        reason: "the server declares that it changes something",
        when: When::Hint("readOnlyHint", false),
        examples: &[egh("frobnicate", "", &[("readOnlyHint", false)])],
        own: false,
    },
    Rule {
        id: "hint-read-only",
        claim: Claim::Category(Read),
        reason: "the server declares that it changes nothing",
        when: When::Hint("readOnlyHint", true),
        examples: &[egh("frobnicate", "", &[("readOnlyHint", true)])],
        own: false,
    },
    Rule {
        id: "program-runner",
        claim: Claim::Category(Execute),
        reason: "it is named after a language or a shell, and a parameter holds a program",
        when: When::Shape(
            "Looks for a name without a verb that names a language or a shell, and a parameter that holds a program.",
        ),
        examples: &[egp("python", "", &[("code", &[])])],
        own: false,
    },
    Rule {
        id: "name-asks",
        claim: Claim::Category(Read),
        reason: "the name's last word asks for information of what the verb does",
        when: When::Shape(
            "Looks at the last word of the name: `status`, `history`, `quote` and the like ask of an action \
                instead of doing it.",
        ),
        examples: &[eg("deploy_status", "")],
        own: false,
    },
    Rule {
        id: "describes",
        claim: Claim::Category(Read),
        reason: "the description begins with the information that is asked for",
        when: When::Shape(
            "Looks for a description that begins with `status of`, `rate of`, `details of` and the like.",
        ),
        examples: &[eg("drop_rate", "The drop rate of an item.")],
        own: false,
    },
    Rule {
        id: "noun-only",
        claim: Claim::Category(Read),
        reason: "a name without a verb asks for the thing it names",
        when: When::Shape("Speaks when no verb, phrase or parameter does."),
        examples: &[eg("weather", "")],
        own: false,
    },
];
