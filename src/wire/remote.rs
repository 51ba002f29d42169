//! A server over HTTP: where it is, what each request carries, and how far a redirect is followed.

use std::time::Duration;

use ureq::http::{HeaderValue, Response, Uri, header};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body, RequestBuilder};

use super::redirected;

/// Redirects that are followed, to the same origin only.
const REDIRECTS: usize = 3;
/// Bytes that a connection holds for each direction.
const BUFFER: usize = 16 << 10;
/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(30);

/// Where a server is, and what each request to it carries.
#[derive(Debug, Clone)]
pub struct Remote {
    url: Uri,
    headers: Vec<(String, HeaderValue)>,
    /// Whether it is on this machine.
    here: bool,
}

impl Remote {
    /// A server at an address of http or https, with headers for every request.
    ///
    /// # Errors
    ///
    /// In words, when the headers, which are secrets, would cross a network in the clear.
    pub fn new(url: Uri, headers: Vec<(String, HeaderValue)>) -> Result<Self, String> {
        let host = url.host().unwrap_or_default();
        let here = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
        if url.scheme_str() != Some("https") && !here && !headers.is_empty() {
            return Err(format!("`{host}` would be sent headers in the clear"));
        }
        Ok(Self { url, headers, here })
    }

    /// The address.
    pub fn url(&self) -> &Uri {
        &self.url
    }

    /// A request with the user's headers. This is the place for OAuth: every request to a server passes here, so
    /// a token that is fetched and renewed would be added here.
    pub fn with_headers<B>(&self, mut request: RequestBuilder<B>) -> RequestBuilder<B> {
        for (name, value) in &self.headers {
            request = request.header(name.as_str(), value.clone());
        }
        request
    }

    /// What makes the requests: answers of any status are answers, and redirects are left to [`follow`].
    pub fn agent(&self) -> Agent {
        let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier);
        let config = Agent::config_builder()
            .tls_config(tls.build())
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_connect(Some(CONNECT))
            // Messages are small, and a gateway of many clients has as many connections.
            .input_buffer_size(BUFFER)
            .output_buffer_size(BUFFER)
            .user_agent(concat!("toolrisk/", env!("CARGO_PKG_VERSION")));
        // What stays on this machine does not go through a proxy, to which headers would go in the clear.
        let config = if self.here {
            config.proxy(None)
        } else {
            config
        };
        config.build().new_agent()
    }
}

/// Why a request has no response.
#[derive(Debug, thiserror::Error)]
pub enum Unreached {
    /// The request failed.
    #[error("{0}")]
    Request(ureq::Error),
    /// A redirect leads elsewhere, or nowhere.
    #[error("{0}")]
    Redirect(String),
}

impl Unreached {
    /// A redirect that is not followed: its status asks for another request than the one that was made.
    pub fn led(status: u16, response: &Response<Body>) -> Self {
        let place = place(response);
        Self::Redirect(format!(
            "the server redirects to `{}` with HTTP status {status}",
            shown(&place)
        ))
    }
}

/// Where a redirect leads, in the words of the server.
fn place(response: &Response<Body>) -> String {
    let place = response.headers().get(header::LOCATION);
    let place = place.and_then(|place| place.to_str().ok());
    place.unwrap_or_default().to_owned()
}

/// An address without its query and its user, in which secrets stand.
pub fn shown(address: &str) -> String {
    let address = address.split(['?', '#']).next().unwrap_or_default();
    match address.split_once("://") {
        Some((scheme, rest)) => {
            let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            let host = host.rsplit('@').next().unwrap_or_default();
            format!("{scheme}://{host}{path}")
        }
        None => address.to_owned(),
    }
}

/// Makes a request, and makes it again where the server redirects it within its own origin.
///
/// # Errors
///
/// When the request fails, or is redirected to another origin or too often.
pub fn follow(
    from: &Uri,
    make: impl Fn(Uri) -> Result<Response<Body>, ureq::Error>,
) -> Result<Response<Body>, Unreached> {
    let mut url = from.clone();
    for _ in 0..=REDIRECTS {
        let response = make(url.clone()).map_err(Unreached::Request)?;
        if !matches!(response.status().as_u16(), 307 | 308) {
            return Ok(response);
        }
        let place = place(&response);
        url = redirected(&url, &place).ok_or_else(|| {
            let to = shown(&place);
            Unreached::Redirect(format!("the server redirects to another origin, `{to}`"))
        })?;
    }
    let often = "the server redirects too often".to_owned();
    Err(Unreached::Redirect(often))
}

/// The media type of a response, without its parameters.
pub fn media_type(response: &Response<Body>) -> String {
    let kind = response.headers().get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default();
    kind.trim().to_ascii_lowercase()
}
