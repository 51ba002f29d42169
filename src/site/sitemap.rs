//! `sitemap.xml` and its parts (sitemaps.org, protocol 0.9), and `robots.txt`.

use super::html::escape_into;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// The index of the parts.
pub(super) fn index(parts: impl Iterator<Item = String>) -> String {
    document("sitemapindex", "sitemap", parts)
}

/// One part.
pub(super) fn part(addresses: impl Iterator<Item = String>) -> String {
    document("urlset", "url", addresses)
}

fn document(root: &str, entry: &str, addresses: impl Iterator<Item = String>) -> String {
    let mut out = format!("{HEAD}<{root} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for address in addresses {
        for piece in ["<", entry, "><loc>"] {
            out.push_str(piece);
        }
        escape_into(&mut out, &address);
        for piece in ["</loc></", entry, ">\n"] {
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
