//! Spellings of hidden tools under a policy that allows what it does not name.

use super::session::{Session, Settings};
use super::spelling::Spellings;
use crate::policy::Policy;

/// Spellings of `delete_file`, of which some lenient server takes each for it.
pub(super) const SPELLINGS: &[&str] = &[
    // Case and the signs between words.
    "DELETE_FILE",
    "Delete_File",
    "deleteFile",
    "DeleteFile",
    "delete-file",
    "delete.file",
    "delete file",
    "deletefile",
    "delete__file",
    "_delete_file_",
    "DELETE-FILE",
    // What looks like a letter.
    "deIete_file",
    "de1ete_file",
    "de|ete_file",
    "delete_fi1e",
    "delete_fiIe",
    "delete_f1le",
    "dеlеtе_filе",
    "ԁelete_file",
    "delete_fıle",
    "delete_fïle",
    "dele\u{301}te_file",
    "đelete_file",
    "dełete_file",
    // Letters in circles, boxes, mathematics and small capitals.
    "ⓓelete_file",
    "Ⓓelete_file",
    "⒟elete_file",
    "🅓elete_file",
    "🅳elete_file",
    "🄳elete_file",
    "🄓elete_file",
    "🇩elete_file",
    "𝐝elete_file",
    "𝒹𝑒𝓁𝑒𝓉𝑒_𝒻𝒾𝓁𝑒",
    "𝚍𝚎𝚕𝚎𝚝𝚎_𝚏𝚒𝚕𝚎",
    "𝕕elete_file",
    "ｄｅｌｅｔｅ＿ｆｉｌｅ",
    "ᴅᴇʟᴇᴛᴇ_ꜰɪʟᴇ",
    "ᵈelete_file",
    "delete_ﬁle",
    // What cannot be seen.
    "del\u{200b}ete_file",
    "delete_file\u{200d}",
    "\u{feff}delete_file",
    "de\u{ad}lete_file",
    "delete\u{2060}_file",
    "delete_file\u{fe0f}",
    "delete\u{2800}_file",
    "\u{202e}delete_file",
    "delete_file\u{e0001}",
    // Escapes, also laid over each other.
    "%64elete_file",
    "%2564elete_file",
    "%252564elete_file",
    "delete%5ffile",
    "delete%255Ffile",
    "%64%65%6c%65%74%65_%66%69%6c%65",
    "\\u0064elete_file",
    "\\x64elete_file",
    "%u0064elete_file",
    "&#100;elete_file",
    "&#x64;elete_file",
    "&amp;#100;elete_file",
    "\\u{64}elete_file",
    // What stands after it.
    "delete_file ",
    "delete_file\t",
    "delete_file\n",
    "delete_file.",
    "delete_file...",
    "delete_file/",
    "delete_file//",
    "delete_file\0",
    "delete_file\0.txt",
    "delete_file?x",
    "delete_file?",
    "delete_file#top",
    "delete_file;v=1",
    "delete_file&x=1",
    "delete_file()",
    "delete_file@latest",
    "delete_file:1",
    "delete_file.json",
    "delete_file%00.txt",
    "delete_file%3Fx",
    "delete_file __x",
    "delete_file__x",
    "delete_file\u{3000}",
    // What stands before it.
    "fs_delete_file",
    "fs.delete_file",
    "fs/delete_file",
    "fs:delete_file",
    "fs::delete_file",
    "fs__delete_file",
    "fs--delete_file",
    "fs-delete_file",
    "mcp__fs__delete_file",
    "mcp.server.fs.delete_file",
    "./delete_file",
    "../delete_file",
    "/delete_file",
    "//delete_file",
    " delete_file",
    "x\0delete_file",
    "fsDeleteFile",
    "FSDeleteFile",
    "functions.delete_file",
    "tools/delete_file?x=1",
    "https://fs.example/delete_file",
    "fs|delete_file",
    "fs#delete_file",
    "@fs delete_file",
    // Several of these at once.
    "FS.DeIete-File/",
    "%2566s%252Fdelete_file%3f",
    "fs__ⓓeⓛete_fiⓁe\u{200b}?",
];

fn policy(hidden: &str) -> Policy {
    let hidden = serde_json::to_string(hidden).unwrap();
    format!(
        r#"{{ "version": "1", "default": "allow", "hide": [{hidden}], "tools": {{ "read_it": {{}} }} }}"#
    )
    .parse()
    .unwrap()
}

/// Where the policy speaks of a tool that this name could be meant for.
fn nearly_named(policy: &Policy, tool: &str, is_listed: bool) -> Option<(String, String)> {
    let settings = Settings {
        server: "files".to_owned(),
        dry_run: false,
        secret: "s3cret".to_owned(),
        records: false,
    };
    let mut session = Session::new(policy.clone(), settings);
    if is_listed {
        session.listed.insert(tool.to_owned(), false);
    }
    let found = session.resembled(tool);
    found.map(|(rule, tool)| (rule.to_owned(), tool.to_owned()))
}

#[test]
fn no_spelling_of_a_hidden_tool_passes_where_the_default_is_allow() {
    let policy = policy("delete_file");
    let through: Vec<_> = SPELLINGS
        .iter()
        .filter(|name| nearly_named(&policy, name, false).is_none())
        .collect();
    assert!(through.is_empty(), "{through:?}");
    assert!(SPELLINGS.len() >= 60);
    let (rule, tool) = nearly_named(&policy, "readIt", false).unwrap();
    assert_eq!(
        (rule.as_str(), tool.as_str()),
        ("/tools/read_it", "read_it")
    );
}

#[test]
fn a_denied_tool_is_as_hard_to_reach_as_a_hidden_one() {
    let text = r#"{ "version": "1", "default": "allow", "tools": { "delete_file": {
        "deny_if": [ { "conditions": [] } ] } } }"#;
    let policy: Policy = text.parse().unwrap();
    for name in SPELLINGS {
        let found = nearly_named(&policy, name, false);
        assert_eq!(found.unwrap().1, "delete_file", "{name:?}");
    }
}

#[test]
fn names_of_other_tools_pass() {
    let policy = policy("delete_file");
    for name in [
        "delete_files",
        "delete_file_permanently",
        "delete_file-history",
        "undelete_file",
        "file_delete",
        "delete_folder",
        "delete",
        "file",
        "list_files",
        "delete_profile",
        "delete_ﬁles",
        "Delete files",
        "fs/read_text",
        "https://example.org/?q=files",
        "删除文件",
        "🗑",
        "",
        "delete_file",
        "read_it",
    ] {
        assert_eq!(nearly_named(&policy, name, false), None, "{name:?}");
    }
    for name in SPELLINGS {
        assert_eq!(
            nearly_named(&policy, name, true),
            None,
            "{name:?} is listed"
        );
    }
}

#[test]
fn names_without_latin_letters_are_compared_too() {
    for (hidden, name) in [
        ("删除文件", "fs.删除文件"),
        ("удалить", "УДАЛИТЬ?x"),
        ("削除", "削除\u{200b}"),
        ("🗑", "🗑\u{200b}"),
    ] {
        assert!(
            nearly_named(&policy(hidden), name, false).is_some(),
            "{name}"
        );
    }
}

/// The names of the tools of each server of this repository's catalog.
pub(super) fn servers() -> Vec<Vec<String>> {
    let catalog = concat!(env!("CARGO_MANIFEST_DIR"), "/catalog");
    let locks = walkdir::WalkDir::new(catalog).into_iter().flatten();
    let locks = locks.filter(|entry| entry.file_name() == "tools.lock.json");
    let read = |entry: walkdir::DirEntry| {
        #[expect(clippy::disallowed_methods, reason = "a test reads a file")]
        let text = std::fs::read_to_string(entry.path()).unwrap();
        let lock: serde_json::Value = serde_json::from_str(&text).unwrap();
        lock["tools"].as_object().unwrap().keys().cloned().collect()
    };
    locks.map(read).collect()
}

#[test]
fn no_tool_that_a_real_server_lists_is_taken_for_another() {
    let servers = servers();
    assert!(servers.len() > 50, "{}", servers.len());
    let mut unlisted = Vec::new();
    for tools in &servers {
        let hidden = serde_json::to_string(tools.get(1..).unwrap_or_default()).unwrap();
        let text =
            format!(r#"{{ "version": "1", "default": "allow", "hide": {hidden}, "tools": {{}} }}"#);
        let policy: Policy = text.parse().unwrap();
        for tool in tools {
            assert_eq!(nearly_named(&policy, tool, true), None, "{tool}");
        }
        let spellings = tools.iter().map(|tool| (tool, Spellings::of(tool)));
        let spellings: Vec<_> = spellings.collect();
        for (tool, spelling) in &spellings {
            for (hidden, other) in &spellings {
                if tool != hidden && spelling.reach(other) {
                    unlisted.push(format!("{tool} for {hidden}"));
                }
            }
        }
    }
    // Before such a tool is called, the gateway asks the server for its list.
    assert!(unlisted.len() < 20, "{} {unlisted:#?}", unlisted.len());
}
