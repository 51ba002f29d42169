//! Verbs after which something is gone.

use super::{Noun, Rule, Strength, category, eg, verb};
use crate::model::Category::Destructive;
use Noun as N;
use Strength::{Faint, Likely, Plain};

pub(super) const RULES: &[Rule<'_>] = &[
    category(
        "verb-delete",
        Destructive,
        verb(
            "delete destroy erase purge wipe drop truncate uninstall obliterate expunge nuke shred \
                annihilate batchdelete bulkdelete del rm rmdir flushall flushdb teardown decommission",
            Plain,
        ),
        "removes something for good",
        &[
            eg("delete_user", "Deletes a user."),
            eg("atlas-drop-index", "Drops an index."),
        ],
    ),
    category(
        "verb-remove",
        Destructive,
        verb("remove", Likely),
        "removes something",
        &[eg("remove_task", "Removes a task.")],
    ),
    category(
        "remove-stored",
        Destructive,
        verb("remove", Plain).of(&[N::File, N::Table, N::Message, N::Post, N::Secret]),
        "removes what is stored",
        &[eg("remove_document", "Removes a document from the index.")],
    ),
    category(
        "verb-revoke",
        Destructive,
        verb(
            "revoke unregister deregister invalidate expel evict prune forget undeploy dissolve disband",
            Plain,
        ),
        "ends something that has to be made anew",
        &[eg("revoke_key", "Revokes a key.")],
    ),
    category(
        "verb-clear",
        Destructive,
        verb(
            "clear empty flush cleanup clean reset discard redact vacate uncache gc forcepush",
            Likely,
        ),
        "empties something or puts it back to its start",
        &[
            eg("clear_queue", "Clears the queue."),
            eg("reset_settings", "Resets the settings to their defaults."),
        ],
    ),
    category(
        "terminate-instance",
        Destructive,
        verb("terminate", Plain).with(&[N::Cloud]),
        "ends a machine for good",
        &[eg("terminate_instances", "Terminates EC2 instances.")],
    ),
    category(
        "rotate-key",
        Destructive,
        verb("rotate regenerate", Faint).of(&[N::Secret]),
        "ends the old credential",
        &[eg("rotate_secret", "Rotates a secret.")],
    ),
];
