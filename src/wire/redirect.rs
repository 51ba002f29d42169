//! Redirects, which a message follows within its server's origin only.

use ureq::http::Uri;

/// Where a redirect leads, if it stays within the origin: a path, or an address of the same origin.
pub fn redirected(from: &Uri, place: &str) -> Option<Uri> {
    let place: Uri = place.parse().ok()?;
    let path = place.path_and_query()?.clone();
    if let Some(authority) = place.authority()
        && (Some(authority), place.scheme()) != (from.authority(), from.scheme())
    {
        return None;
    }
    let mut parts = from.clone().into_parts();
    parts.path_and_query = Some(path);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirects_stay_within_the_origin() {
        let from: Uri = "https://a.example/mcp".parse().unwrap();
        let to = |place| redirected(&from, place).map(|uri| uri.to_string());
        assert_eq!(to("/mcp/").unwrap(), "https://a.example/mcp/");
        assert_eq!(
            to("https://a.example/x?y").unwrap(),
            "https://a.example/x?y"
        );
        for other in [
            "http://a.example/",
            "https://b.example/",
            "https://a.example:8443/",
            "",
        ] {
            assert_eq!(to(other), None, "{other}");
        }
    }
}
