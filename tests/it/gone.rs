//! A tool that its server's list does not have any more: no policy becomes looser by that.

use std::path::Path;

use serde_json::{Value, json};
use toolrisk::load::{load, read_tree};
use toolrisk::model::Decision;
use toolrisk::policy::{Profile, ToolPolicy};
use toolrisk::rules::rate;

use super::program::{catalog, run, write};

const ENTRIES: &str = "\
name: tidy_notes
description: Shows which notes are old.
rationale: The notes belong to the user.
---
name: save_note
description: Gets a note.
rationale: The note belongs to the user.
override: It is slow.
category: write
traits: []
risk: medium
limit: 30/minute
---
name: list_notes
description: Lists the notes.
rationale: The notes belong to the user.
";

fn tools() -> Vec<Value> {
    vec![
        json!({ "name": "tidy_notes", "description": "Deletes all notes permanently." }),
        json!({ "name": "save_note", "description": "Saves a note." }),
        json!({ "name": "list_notes", "description": "Lists the notes." }),
    ]
}

fn import(folder: &Path, tools: &[Value]) -> super::program::Ran {
    write(
        &folder.join("list.json"),
        &json!({ "tools": tools }).to_string(),
    );
    run(folder, &["import", "--server", "s", "--file", "list.json"])
}

/// What each profile decides of each tool.
fn decisions(folder: &Path) -> Vec<(String, Vec<Decision>)> {
    let loaded = load(&read_tree(&folder.join("catalog"), None).unwrap());
    let rated = rate(&loaded.catalog);
    let of_tool = |tool| {
        let decide = |profile: &Profile| ToolPolicy::in_profile(tool, *profile).decision;
        Profile::ALL.iter().map(decide).collect()
    };
    let tools = rated.tools.iter();
    tools
        .map(|it| (it.tool.definition.name.clone(), of_tool(it)))
        .collect()
}

#[test]
fn a_tool_that_is_left_out_of_one_list_gets_no_looser_in_any_profile() {
    for missing in ["tidy_notes", "save_note", "list_notes"] {
        let scratch = catalog(&[
            ("s/server.yaml", "title: Notes\n"),
            ("s/tools.yaml", ENTRIES),
        ]);
        let folder = scratch.path();
        import(folder, &tools()).ended(0);
        run(folder, &["fmt"]);
        let old = folder.join("old");
        for place in ["s/server.yaml", "s/tools.yaml", "s/tools.lock.json"] {
            let text = std::fs::read_to_string(folder.join("catalog").join(place)).unwrap();
            write(&old.join(place), &text);
        }
        let before = decisions(folder);
        let fewer: Vec<Value> = tools()
            .into_iter()
            .filter(|it| it["name"] != missing)
            .collect();
        import(folder, &fewer).ended(1).said("every policy hides");
        for ((name, before), (_, after)) in before.iter().zip(&decisions(folder)) {
            if name == missing {
                assert!(
                    after.iter().all(|it| *it == Decision::Hide),
                    "{name}: {after:?}"
                );
            }
            assert!(after >= before, "{name}: {before:?} -> {after:?}");
        }
        run(folder, &["diff", "old"]).ended(1).said("gone");
        run(folder, &["diff", "old", "--fail-on", "none"])
            .ended(0)
            .said("gone");
        // A second import and a person who withdraws the entry change nothing of it.
        import(folder, &fewer).ended(1);
        let entries = std::fs::read_to_string(folder.join("catalog/s/tools.yaml")).unwrap();
        let named = format!("name: {missing}\n");
        let withdrawn = format!("{named}status: {{ withdrawn: It is gone. }}\n");
        write(
            &folder.join("catalog/s/tools.yaml"),
            &entries.replace(&named, &withdrawn),
        );
        let after = decisions(folder);
        let (_, hidden) = after.iter().find(|(name, _)| name == missing).unwrap();
        assert!(hidden.iter().all(|it| *it == Decision::Hide), "{missing}");
        // A list that has it again opens it again.
        write(&folder.join("catalog/s/tools.yaml"), &entries);
        import(folder, &tools()).ended(0);
        assert_eq!(decisions(folder), before);
    }
}

#[test]
fn a_lock_that_is_taken_away_is_told() {
    let scratch = catalog(&[
        ("s/server.yaml", "title: Notes\n"),
        ("s/tools.yaml", ENTRIES),
    ]);
    let folder = scratch.path();
    import(folder, &tools()).ended(0);
    for place in ["s/server.yaml", "s/tools.yaml"] {
        let text = std::fs::read_to_string(folder.join("catalog").join(place)).unwrap();
        write(&folder.join("new").join(place), &text);
    }
    run(folder, &["diff", "catalog", "new"])
        .ended(1)
        .said("gone");
}
