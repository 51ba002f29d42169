//! What makes a call worse or better than its category.

use super::{Noun, Object, Parameter, Phrase, Rule, Strength, When, eg, egp, set};
use crate::model::Category::{self, Destructive, Execute, Financial, Read, Write};
use crate::model::Trait;
use crate::rules::Claim;
use Noun as N;

const fn rule(
    id: &'static str,
    each: Trait,
    when: When<'static>,
    reason: &'static str,
    examples: &'static [super::Example],
) -> Rule<'static> {
    Rule {
        id,
        claim: Claim::Trait(each),
        reason,
        when,
        examples,
        own: false,
    }
}

const fn object(
    on: &'static [Category],
    verbs: &'static str,
    of: &[Noun],
    not: &[Noun],
) -> When<'static> {
    When::Object(Object {
        on,
        of: set(of),
        nouns: "",
        verbs,
        not: set(not),
    })
}

const fn parameter(on: &'static [Category], names: &'static str) -> When<'static> {
    When::Parameter(Parameter {
        names,
        on,
        sure: Strength::Likely,
    })
}

const fn phrase(on: &'static [Category], texts: &'static str) -> When<'static> {
    When::Phrase(Phrase {
        texts,
        on,
        sure: Strength::Likely,
    })
}

/// The categories that leave something changed.
const CHANGES: &[Category] = &[Write, Execute, Destructive, Financial];

pub(super) const RULES: &[Rule<'_>] = &[
    rule(
        "runs-program",
        Trait::RunsCode,
        object(
            &[Execute],
            "run execute exec eval evaluate invoke send write submit type perform query interpret rerun",
            &[N::Code, N::Database],
            &[],
        ),
        "what it runs is a program or a statement",
        &[eg("execute_code", "Executes Python code.")],
    ),
    rule(
        "takes-program",
        Trait::RunsCode,
        parameter(
            &[Execute],
            "code script command cmd sql sqlquery statement bash javascript pythoncode jscode shellcommand commands \
             expression cypher sourcecode query_string sqlstatement program",
        ),
        "an argument is interpreted as a program",
        &[egp(
            "execute",
            "Executes what it is given.",
            &[("code", &[])],
        )],
    ),
    rule(
        "returns-outside-text",
        Trait::UntrustedContent,
        object(&[Read], "", &[N::Outsider], &[N::Text]),
        "returns text that outsiders can write",
        &[eg("get_issue_comments", "Gets the comments of an issue.")],
    ),
    rule(
        "says-outside-text",
        Trait::UntrustedContent,
        phrase(
            &[Read],
            "other people wrote|other people write|strangers wrote|strangers write|written by strangers|outsiders wrote|\
             outsiders write|outside contributors|repositories of strangers|ratings and reviews|reviews and ratings|\
             customer reviews|user reviews|user generated content|public comments|untrusted content|third party content|\
             page's author|page's content",
        ),
        "the description says that outsiders write what it returns",
        &[eg(
            "list_replies",
            "Lists the replies that other people wrote.",
        )],
    ),
    rule(
        "fetches-address",
        Trait::UntrustedContent,
        parameter(
            &[Read],
            "url urls uri website link webpage pageurl siteurl targeturl",
        ),
        "returns what stands at an address that the caller names",
        &[egp("fetch", "Fetches a page.", &[("url", &[])])],
    ),
    rule(
        "drives-page",
        Trait::UntrustedContent,
        object(
            &[Execute],
            "navigate crawl scrape browse goto visit open",
            &[N::Screen, N::Outsider],
            &[],
        ),
        "brings in pages that outsiders write",
        &[eg("crawl_site", "Crawls a website.")],
    ),
    rule(
        "returns-private-data",
        Trait::PrivateData,
        object(&[Read], "", &[N::Private], &[]),
        "returns data that is not public",
        &[eg("list_emails", "Lists the emails of the inbox.")],
    ),
    rule(
        "queries-records",
        Trait::PrivateData,
        object(
            &[Execute, Read],
            "run execute query select read",
            &[N::Database, N::Table],
            &[],
        ),
        "returns records of a database",
        &[eg("run_sql", "Runs a SQL query on the database.")],
    ),
    rule(
        "handles-secret",
        Trait::Secrets,
        object(&[], "", &[N::Secret], &[N::Meta]),
        "returns or handles credentials",
        &[eg("get_secret", "Gets a secret of the vault.")],
    ),
    rule(
        "takes-secret",
        Trait::Secrets,
        parameter(
            CHANGES,
            "password passwd apikey apitoken accesstoken privatekey secret clientsecret secretkey mnemonic seedphrase \
             passphrase credentials authtoken bearertoken apisecret senderprivatekey secretaccesskey",
        ),
        "an argument is a credential, and more than reading is done with it",
        &[egp(
            "connect",
            "Connects to a host.",
            &[("host", &[]), ("password", &[])],
        )],
    ),
    rule(
        "names-secret",
        Trait::Secrets,
        phrase(
            &[],
            "private key|seed phrase|returns the api key|new api key|create an api key|creates an api key|\
             an access token|refresh token|secret value|decrypted value",
        ),
        "credentials pass through it",
        &[eg(
            "create_wallet",
            "Creates a wallet and returns its private key.",
        )],
    ),
    rule(
        "returns-secret",
        Trait::Secrets,
        phrase(
            &[Read],
            "all environment variables|list environment variables|get environment variables|returns environment variables|\
             api keys tokens|tokens and passwords|passwords and tokens|login secret|pairing secret|authorization tokens|\
             session cookies|tokens and cookies|is an access token|in clear text|plaintext password|plaintext secret",
        ),
        "what it returns gives access",
        &[eg(
            "get_env",
            "Returns all environment variables of the process.",
        )],
    ),
    rule(
        "sends-out",
        Trait::ExternalSink,
        object(
            CHANGES,
            "send post publish reply comment share tweet email mail message notify broadcast forward invite announce dm \
             retweet repost crosspost whatsapp respond",
            &[],
            &[N::Code],
        ),
        "carries what the caller passes in to other people",
        &[eg("send_message", "Sends a message.")],
    ),
    rule(
        "writes-to-people",
        Trait::ExternalSink,
        object(
            &[Write],
            "create add submit make write",
            &[N::Message, N::Post],
            &[N::File],
        ),
        "what it creates is read by other people",
        &[eg("create_comment", "Creates a comment on a post.")],
    ),
    rule(
        "takes-address",
        Trait::ExternalSink,
        parameter(
            &[],
            "url urls uri webhookurl callbackurl endpoint targeturl website webhook",
        ),
        "an argument says which host is called",
        &[egp("fetch", "Fetches a page.", &[("url", &[])])],
    ),
    rule(
        "changes-rights",
        Trait::ChangesAccess,
        object(
            &[Write, Destructive, Execute, Financial],
            "",
            &[N::Access],
            &[N::Meta],
        ),
        "changes who may do what",
        &[eg("add_member", "Adds a member to a team.")],
    ),
    rule(
        "grants",
        Trait::ChangesAccess,
        object(
            &[Write, Destructive],
            "grant permit authorize invite share unshare promote demote ban unban kick block unblock revoke onboard \
             whitelist allowlist impersonate",
            &[],
            &[],
        ),
        "changes who may do what",
        &[eg("share_document", "Shares a document.")],
    ),
    rule(
        "many-at-once",
        Trait::Bulk,
        phrase(
            CHANGES,
            "in bulk|in batch|in batches|bulk operation|many files|multiple files|multiple documents|many documents|\
             multiple items|multiple issues|multiple rows|multiple messages|multiple users|multiple records|multiple objects|in a single request|\
             in one operation|in one call|in a single operation|all of the",
        ),
        "acts on many objects in one call",
        &[eg("update_rows", "Updates rows in bulk.")],
    ),
    rule(
        "names-many",
        Trait::Bulk,
        When::Shape(
            "Looks for `bulk`, `batch`, `all`, `multiple` and the like in the name of a tool that changes something.",
        ),
        "its name says many or all",
        &[eg("delete_all_files", "Deletes all files.")],
    ),
    rule(
        "takes-many",
        Trait::Bulk,
        When::Shape(
            "Looks for a list parameter whose name ends in `ids`, in a tool that changes something.",
        ),
        "an argument lists the objects to act on",
        &[egp(
            "close_tickets",
            "Closes tickets.",
            &[("ticket_ids[]", &[])],
        )],
    ),
    rule(
        "cannot-unsend",
        Trait::Irreversible,
        object(
            &[Write, Execute],
            "send email mail message notify broadcast forward reply dm sms announce whatsapp respond",
            &[],
            &[N::Code, N::File],
        ),
        "what is sent is sent",
        &[eg("send_email", "Sends an e-mail.")],
    ),
    rule(
        "says-irreversible",
        Trait::Irreversible,
        phrase(
            &[Write, Execute],
            "cannot be undone|can not be undone|is irreversible|not reversible|irreversible action|cannot be recovered|\
             cannot be reverted|不可恢复|不可逆",
        ),
        "the description says that it cannot be undone",
        &[eg(
            "merge_records",
            "Merges two records. This cannot be undone.",
        )],
    ),
    rule(
        "generates-at-a-price",
        Trait::Metered,
        object(
            &[Execute],
            "generate create make produce render synthesize upscale inpaint train finetune edit clone \
                animate transcribe dub",
            &[N::Media, N::Llm],
            &[],
        ),
        "each call uses paid compute",
        &[eg("generate_image", "Generates an image from a prompt.")],
    ),
    rule(
        "says-metered",
        Trait::Metered,
        phrase(
            &[],
            "incur costs|incurs costs|incur a cost|uses credits|use credits|consume credits|consumes credits|\
             costs credits|credits per|api credits|consumes quota|counts against|will be billed|paid api|cost warning|\
             billed per|charged per",
        ),
        "the description says that a call costs",
        &[eg("enrich_lead", "Enriches a lead. Uses credits.")],
    ),
];
