//! Verbs that create or change something that can be changed back.

use super::{Noun, Rule, Strength, category, eg, egp, verb};
use crate::model::Category::Write;
use Noun as N;
use Strength::{Faint, Likely, Plain};

pub(super) const RULES: &[Rule<'_>] = &[
    category(
        "verb-create",
        Write,
        verb(
            "create add insert append prepend introduce new make scaffold bootstrap provision instantiate \
                setup init initialize initialise register enroll enrol define declare found establish \
                author populate seed construct fork clone duplicate copy replicate plant prefill recreate",
            Plain,
        ),
        "creates something that can be removed again",
        &[
            eg("create_issue", "Create an issue in a repository."),
            eg("vm_create", ""),
        ],
    ),
    category(
        "verb-update",
        Write,
        verb(
            "update edit modify change alter set put patch upsert replace rewrite overwrite revise amend \
                adjust rename retitle configure customize customise personalize tweak rearrange reorder \
                reorganize prioritize reprioritize increment decrement bump extend correct fix refactor \
                redefine reconfigure localize move relocate reposition shift swap reassign reschedule \
                postpone tune annotate decorate override resize crop rotate style stylize align arrange \
                recolor ungroup flip",
            Plain,
        ),
        "changes something that can be changed back",
        &[
            eg("update_task", "Updates the title of a task."),
            eg("renamePage", ""),
        ],
    ),
    category(
        "verb-save",
        Write,
        verb(
            "save store write persist upload import ingest memorize remember bookmark backup snapshot \
                archive unarchive stash commit checkpoint embed cache download sync synchronize synchronise \
                rsync index enqueue materialize journal memorise autosave learn",
            Likely,
        ),
        "keeps something for later",
        &[
            eg("save_memory", "Stores a memory."),
            eg("upload_file", "Uploads a file to a folder."),
        ],
    ),
    category(
        "verb-save-plain",
        Write,
        verb("write upsert upload import store save", Plain),
        "keeps something for later",
        &[eg("write_file", "Writes text to a file.")],
    ),
    category(
        "verb-assign",
        Write,
        verb(
            "assign unassign attach detach link unlink tag untag label unlabel relabel associate \
                disassociate dissociate bind unbind pin unpin relate pair unpair mention annotate star \
                unstar like unlike upvote downvote vote favorite favourite unfavorite react follow unfollow \
                join leave subscribe unsubscribe  endorse   hide unhide   nominate",
            Plain,
        ),
        "ties things together or parts them, which the opposite call undoes",
        &[
            eg("assign_reviewer", "Assigns a reviewer to a change."),
            eg("unlike_post", "Takes back a like."),
        ],
    ),
    category(
        "verb-state",
        Write,
        verb(
            "lock unlock mute unmute enable disable activate deactivate close reopen complete finish mark \
                unmark unresolve approve reject accept decline acknowledge dismiss snooze escalate \
                transition promote demote suspend unsuspend reactivate freeze unfreeze block unblock ban \
                unban kick timeout confirm submit publish unpublish deprecate undeprecate hold triage \
                protect unprotect deny undo redo revert restore undelete untrash recover trash  switch \
                toggle finalize finalise conclude advance mature",
            Likely,
        ),
        "changes the state of a record, which can be changed back",
        &[
            eg("close_issue", "Closes an issue."),
            eg("reject_request", "Rejects a request."),
        ],
    ),
    category(
        "verb-communicate",
        Write,
        verb(
            "send post reply comment share invite push email mail message notify dm tweet retweet repost \
                broadcast forward announce remind publish whatsapp nudge introduce crosspost alert",
            Likely,
        ),
        "sends words to people",
        &[
            eg("chat_postMessage", "Posts a message to a channel."),
            eg("send_email", "Sends an e-mail."),
        ],
    ),
    category(
        "verb-access",
        Write,
        verb(
            "grant permit authorize whitelist allowlist blacklist unshare onboard",
            Likely,
        ),
        "changes who may do what, which can be changed back",
        &[eg("grant_role", "Grants a role to a user.")],
    ),
    category(
        "verb-arrange",
        Write,
        verb(
            "flag unflag rate highlight map apply merge split draw paint sketch place position rebase \
                cherrypick checkout branch draft schedule extrude crop compress zip unzip unpack pack \
                watermark transfer   concatenate reconcile organize organise stage unstage paste expose \
                fill squash inject trim nest bake smooth adopt populate",
            Likely,
        ),
        "rearranges or adds to what is there",
        &[
            eg("merge_pull_request", "Merges a pull request."),
            eg("apply_effect", "Applies an effect to a layer."),
        ],
    ),
    category(
        "verb-write-faint",
        Write,
        verb(
            "turn manage handle maintain administer note record  log form plan",
            Faint,
        ),
        "changes records, if nothing says otherwise",
        &[eg("manage_tags", "Manage tags.")],
    ),
    category(
        "format-part",
        Write,
        verb("format highlight style", Likely).of(&[N::Table, N::Cell]),
        "changes how a part of a document looks",
        &[eg("format_table", "Formats a table with borders.")],
    ),
    category(
        "resolve-record",
        Write,
        verb("resolve", Likely).of(&[N::Outsider, N::Private, N::Message]),
        "closes a record, which can be opened again",
        &[eg("resolve_thread", "Resolves a review thread.")],
    ),
    category(
        "combine-files",
        Write,
        verb("combine concatenate join", Likely).of(&[N::File]),
        "makes one file of several",
        &[eg("pdf_combine", "Combines several PDF files.")],
    ),
    category(
        "pull-changes",
        Write,
        verb("pull", Likely).with(&[N::Git, N::Cloud]),
        "brings changes into what is kept here",
        &[eg("git_pull", "Pulls changes from the remote.")],
    ),
    category(
        "generate-file",
        Write,
        verb(
            "generate export convert produce compose render build compile gen",
            Likely,
        )
        .with(&[N::ParamPath]),
        "writes its result to a path that the caller names",
        &[egp(
            "convert_to_pdf",
            "Converts a document to PDF.",
            &[("output_path", &[])],
        )],
    ),
    category(
        "create-goods",
        Write,
        verb("create add update edit modify set change", Likely).of(&[N::Goods]),
        "defines something for sale without selling it",
        &[eg("create_coupon", "Creates a coupon.")],
    ),
    category(
        "remove-tie",
        Write,
        verb("remove", Plain)
            .of(&[N::Tie, N::Style])
            .not(&[N::File, N::Message, N::Post]),
        "takes something off that the opposite call puts back",
        &[eg("remove_label", "Removes a label from an issue.")],
    ),
    category(
        "delete-reaction",
        Write,
        verb("delete", Plain).of(&[N::Reaction]).not(&[N::Holder]),
        "takes back a mark that the opposite call sets again",
        &[eg("delete_reaction", "Deletes a reaction from a message.")],
    ),
    category(
        "remove-from",
        Write,
        verb("remove drop", Plain).with(&[N::From]).not(&[
            N::Database,
            N::File,
            N::Table,
            N::Message,
            N::Post,
            N::Secret,
        ]),
        "takes something out of a list to which it can be added again",
        &[eg(
            "remove_from_watchlist",
            "Removes a stock from the watchlist.",
        )],
    ),
    category(
        "download-to-path",
        Write,
        verb("download", Plain).with(&[N::ParamPath]),
        "keeps what it downloads at a path that the caller names",
        &[egp(
            "download_logs",
            "Downloads logs.",
            &[("output_path", &[])],
        )],
    ),
    category(
        "request-person",
        Write,
        verb("request", Likely).of(&[N::Tie]),
        "asks somebody to take part, which can be taken back",
        &[eg("request_reviewers", "Request reviewers for a change.")],
    ),
    category(
        "cancel-record",
        Write,
        verb("cancel", Faint),
        "calls something off",
        &[eg("cancel_default", "Cancel the default menu.")],
    ),
    category(
        "cancel-plan",
        Write,
        verb("cancel", Plain).of(&[N::Message, N::Private, N::Tie]),
        "calls off something that can be arranged again",
        &[eg("cancel_meeting", "Cancels a calendar event.")],
    ),
    category(
        "subscribe-notice",
        Write,
        verb("create update cancel change manage", Plain)
            .of(&[N::Subscription])
            .with(&[N::Notice]),
        "subscribes to notices, not to something paid",
        &[eg(
            "create_subscription",
            "Creates a webhook subscription for events.",
        )],
    ),
];
