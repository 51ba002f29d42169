//! `sitemap.xml` and its parts (sitemaps.org, protocol 0.9), and `robots.txt`.

use super::html::escape_into;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// An address, and when what stands there changed last, where that is known.
pub(super) type Place<'p> = (String, Option<&'p str>);

/// The index of the parts.
pub(super) fn index<'p>(parts: impl Iterator<Item = Place<'p>>) -> String {
    document("sitemapindex", "sitemap", parts)
}

/// One part.
pub(super) fn part<'p>(addresses: impl Iterator<Item = Place<'p>>) -> String {
    document("urlset", "url", addresses)
}

fn document<'p>(root: &str, entry: &str, places: impl Iterator<Item = Place<'p>>) -> String {
    let mut out = format!("{HEAD}<{root} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for (address, changed) in places {
        for piece in ["<", entry, "><loc>"] {
            out.push_str(piece);
        }
        escape_into(&mut out, &address);
        out.push_str("</loc>");
        if let Some(changed) = changed {
            for piece in ["<lastmod>", changed, "</lastmod>"] {
                out.push_str(piece);
            }
        }
        for piece in ["</", entry, ">\n"] {
            out.push_str(piece);
        }
    }
    for piece in ["</", root, ">\n"] {
        out.push_str(piece);
    }
    out
}

/// Lets everybody in, and names the sitemap where there is one.
pub(super) fn robots(sitemap: &str) -> String {
    let rules = "User-agent: *\nDisallow:\n";
    if sitemap.is_empty() {
        rules.to_owned()
    } else {
        format!("{rules}\nSitemap: {sitemap}\n")
    }
}
