//! Atom feeds (RFC 4287): of all changes, and of one server's.

use super::data::SiteData;
use super::graded::Told;
use super::history::{Event, Subject};
use super::html::Html;

/// Entries of a feed.
const MOST: usize = 100;

/// The feed of all changes.
pub(super) fn all(site: &SiteData<'_>) -> String {
    let title = format!("Changes of {}", site.index.rated.catalog.config.title);
    let address = site.urls.canonical("changes/");
    let itself = site.urls.canonical("changes.atom");
    feed(site, &title, &address, &itself, site.changes.events.iter())
}

/// The feed of a server, by its place in the catalog.
pub(super) fn of_server(site: &SiteData<'_>, number: usize) -> String {
    let Some(entry) = site.index.servers.get(number) else {
        return String::new();
    };
    let title = format!("Changes of {}", entry.server.title.value);
    let address = site.urls.server_address(&entry.server.id);
    let itself = [&address, "changes.atom"].concat();
    feed(
        site,
        &title,
        &address,
        &itself,
        site.changes.events_of(number),
    )
}

fn feed<'e>(
    site: &SiteData<'_>,
    title: &str,
    address: &str,
    itself: &str,
    events: impl Iterator<Item = &'e Event>,
) -> String {
    let mut entries = Html::default();
    let mut updated = "";
    for event in events.take(MOST) {
        updated = updated.max(&event.time);
        entries = entry(entries, site, event);
    }
    Html::own("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<title>")
        .text(title)
        .tag("</title>\n<id>")
        .text(itself)
        .tag("</id>\n<link rel=\"self\" type=\"application/atom+xml\" href=\"")
        .text(itself)
        .tag("\"/>\n<link rel=\"alternate\" type=\"text/html\" href=\"")
        .text(address)
        .tag("\"/>\n<updated>")
        .text(updated)
        .tag("</updated>\n<author><name>")
        .text(&site.index.rated.catalog.config.title)
        .tag("</name></author>\n")
        .html(&entries)
        .tag("</feed>\n")
        .into_string()
}

fn entry(html: Html, site: &SiteData<'_>, event: &Event) -> Html {
    let (name, path) = about(site, &event.subject);
    let address = site.urls.canonical(&path);
    let html = html
        .tag("<entry>\n<title>")
        .text(&name)
        .tag(": ")
        .tag(event.done.as_str())
        .tag("</title>\n<id>")
        .text(&address)
        .tag("#")
        .text(&gone(&event.subject))
        .tag(event.done.as_str())
        .tag("-")
        .text(event.day())
        .tag("</id>\n<link rel=\"alternate\" type=\"text/html\" href=\"")
        .text(&address)
        .tag("\"/>\n<updated>")
        .text(&event.time)
        .tag("</updated>\n<summary>");
    let told = Told::new(event).line();
    let html = if told.is_empty() {
        html.text(&name).tag(": ").tag(event.done.as_str())
    } else {
        html.text(&told)
    };
    html.tag("</summary>\n</entry>\n")
}

/// The name of what an event is about, and the path of its page. What is gone has no page of its
/// own: its events stand on the page of all changes.
pub(super) fn about(site: &SiteData<'_>, subject: &Subject) -> (String, String) {
    let catalog = site.index.rated.catalog;
    let slug = |slugs: &[String], number: usize| slugs.get(number).cloned().unwrap_or_default();
    match subject {
        Subject::Server(number) => {
            let server = catalog.servers.get(*number);
            server.map_or_else(Default::default, |server| {
                (
                    server.title.value.clone(),
                    super::urls::server_path(&server.id),
                )
            })
        }
        Subject::Attack(number) => {
            let attack = catalog.attacks.get(*number);
            let title = attack.map(|it| it.title.clone()).unwrap_or_default();
            let slug = slug(&site.index.attack_slugs, *number);
            (
                format!("Attack pattern {title}"),
                format!("attacks/{slug}/"),
            )
        }
        Subject::Term(number) => {
            let term = catalog.glossary.get(*number);
            let title = term.map(|it| it.title.clone()).unwrap_or_default();
            let slug = slug(&site.index.term_slugs, *number);
            (format!("Term {title}"), format!("glossary/{slug}/"))
        }
        Subject::Gone(id) => (id.clone(), "changes/".to_owned()),
    }
}

/// The id of what is gone with a dash after it, where it can stand in an address.
fn gone(subject: &Subject) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
    match subject {
        Subject::Gone(id) if id.chars().all(plain) => format!("{id}-"),
        Subject::Gone(_) | Subject::Server(_) | Subject::Attack(_) | Subject::Term(_) => {
            String::new()
        }
    }
}
