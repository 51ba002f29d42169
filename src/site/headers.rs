//! `_headers`: the response headers that a host should send, as Netlify and Cloudflare Pages read them.

use super::data::SiteData;

/// What a page may load and run; the templates say the same in a `meta` element.
pub(super) const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
    img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'";

/// Files that other sites' pages may read: the API and the bulk files.
const OPEN: [&str; 4] = ["api/*", "catalog.json", "catalog.csv", "servers/*"];

/// The sample. `frame-ancestors` works in a header only.
pub(super) fn headers(site: &SiteData<'_>) -> String {
    let root = &site.urls.root;
    let mut out = String::new();
    let mut block = |path: &str, lines: &[&str]| {
        for piece in [root.as_str(), path, "\n"] {
            out.push_str(piece);
        }
        for line in lines {
            for piece in ["  ", line, "\n"] {
                out.push_str(piece);
            }
        }
    };
    let policy = format!("Content-Security-Policy: {POLICY}; frame-ancestors 'none'");
    block(
        "*",
        &[
            policy.as_str(),
            "X-Content-Type-Options: nosniff",
            "Referrer-Policy: strict-origin-when-cross-origin",
            "Cross-Origin-Opener-Policy: same-origin",
            "Permissions-Policy: camera=(), geolocation=(), microphone=()",
        ],
    );
    // The names of static files stay when they change, so they are asked for again after a while.
    block(
        "static/*",
        &["Cache-Control: public, max-age=3600, stale-while-revalidate=86400"],
    );
    for path in OPEN {
        block(path, &["Access-Control-Allow-Origin: *"]);
    }
    out
}
