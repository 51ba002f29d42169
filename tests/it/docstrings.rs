//! Sections of docstrings: what `import` writes of them, and how pages show them.

use serde_json::{Value, json};
use tempfile::TempDir;

use super::html::{tags, text_of};
use super::program::{run, write};

const SAID: &str = "Gets the weather.\n\n    Args:\n        city (str): The <b>city</b>, see https://evil.example/\n        \
    days: How many\n\n    Returns:\n        A [text](https://evil.example/).\n\n    Raises:\n        ValueError: If empty.\n\n    \
    Example:\n        >>> get('Bonn')\n        '<script>alert(1)</script>'\n";

/// A catalog with one imported tool, and its site.
fn built(said: &str, with_text: bool) -> TempDir {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path();
    write(
        &folder.join("catalog/toolrisk.yaml"),
        "base-url: https://example.org/\nmarkdown-of-tools: true\n",
    );
    write(&folder.join("catalog/sky/server.yaml"), "title: Sky\n");
    let schema = json!({ "type": "object", "properties": { "city": { "type": "string" } } });
    let list =
        json!({ "tools": [{ "name": "get_weather", "description": said, "inputSchema": schema }] });
    write(&folder.join("list.json"), &list.to_string());
    let mut import = vec![
        "import",
        "--server",
        "sky",
        "--captured",
        "2026-05-01",
        "--file",
        "list.json",
    ];
    import.extend(with_text.then_some("--with-text"));
    run(folder, &import).ended(0);
    run(folder, &["build", "--quiet"]).ended(0);
    scratch
}

fn file(scratch: &TempDir, place: &str) -> String {
    std::fs::read_to_string(scratch.path().join(place)).unwrap()
}

#[test]
fn an_entry_has_the_summary_and_a_rating_of_the_whole_definition() {
    let scratch = built(SAID, false);
    let entry = file(&scratch, "catalog/sky/tools.yaml");
    assert!(entry.contains("description: Gets the weather."), "{entry}");
    assert!(
        !entry.contains("Args") && !entry.contains("Bonn"),
        "{entry}"
    );
    let lock: Value = serde_json::from_str(&file(&scratch, "catalog/sky/tools.lock.json")).unwrap();
    assert!(lock["tools"]["get_weather"]["assessment"].is_object());
    let page = file(&scratch, "public/servers/sky/get_weather/index.html");
    assert!(!page.contains("<blockquote>"), "{page}");
}

#[test]
fn a_page_quotes_the_server_section_by_section_without_its_links() {
    let scratch = built(SAID, true);
    let page = file(&scratch, "public/servers/sky/get_weather/index.html");
    let (_, quote) = page.split_once("<blockquote>").unwrap();
    let (quote, _) = quote.split_once("</blockquote>").unwrap();
    assert_eq!(
        quote.trim(),
        "<p>Gets the weather.</p>\n<p><b>Arguments</b></p>\n<dl class=\"entries\">\n\
         <div><dt><code>city</code> <small>str</small></dt>\
         <dd>The &lt;b&gt;city&lt;/b&gt;, see https://evil.example/</dd></div>\n\
         <div><dt><code>days</code></dt><dd>How many</dd></div>\n</dl>\n\
         <p><b>Returns</b></p>\n<p>A [text](https://evil.example/).</p>\n\
         <p><b>Errors</b></p>\n<dl class=\"entries\">\n<div><dt><code>ValueError</code></dt><dd>If empty.</dd></div>\n</dl>\n\
         <p><b>Example</b></p>\n<pre tabindex=\"0\">&gt;&gt;&gt; get(&#39;Bonn&#39;)\n&#39;&lt;script&gt;alert(1)&lt;/script&gt;&#39;</pre>"
    );
    assert!(text_of(&page).contains("Sky described the tool in these words on 2026-05-01:"));
    let links = tags(&page).into_iter().filter_map(|tag| tag.get("href"));
    assert!(links.into_iter().all(|href| !href.contains("evil")));
    let text = file(&scratch, "public/servers/sky/get_weather/index.md");
    assert!(
        text.contains(
            "> Gets the weather.\n>\n> **Arguments**\n>\n> - `city` (str): The \\<b\\>city\\</b\\>, see https"
        ),
        "{text}"
    );
    assert!(
        text.contains("> **Example**\n>\n> ```\n> >>> get('Bonn')\n"),
        "{text}"
    );
    assert!(!text.contains("[text](https"), "{text}");
}

#[test]
fn an_entry_with_sections_shows_them_as_such() {
    let scratch = built("Gets the weather.", false);
    let entry = "name: get_weather\ndescription: |\n  Gets the weather.\n\n  Args:\n    city: Where\n\n  Returns: A text.\n";
    write(&scratch.path().join("catalog/sky/tools.yaml"), entry);
    run(scratch.path(), &["build", "--quiet"]).ended(0);
    let page = file(&scratch, "public/servers/sky/get_weather/index.html");
    assert!(
        page.contains("<p class=\"lead\">Gets the weather.</p>"),
        "{page}"
    );
    assert!(
        page.contains("<dt><code>city</code></dt><dd>Where</dd>"),
        "{page}"
    );
    assert!(
        page.contains("<p><b>Returns</b></p>\n<p>A text.</p>"),
        "{page}"
    );
    assert!(!text_of(&page).contains("Args:"), "{page}");
}
