//! What browsers get: pages of the site as it is, or as it was last good.

use std::collections::BTreeMap;

use tiny_http::{Method, Request};

use super::answer::{Answer, is_own_host, kind_of};
use super::listen::send;
use super::live::{FOLDER, Live, file, with_reload};
use crate::site::{Page, Site};

/// What stays from one build to the next: the browsers, what is wrong, the pages that were shown.
#[derive(Default)]
pub struct Served {
    port: u16,
    live: Live,
    /// By path, each as it was last good.
    shown: BTreeMap<String, Vec<u8>>,
}

impl Served {
    /// For requests at a port.
    pub fn at(port: u16) -> Self {
        Self {
            port,
            ..Self::default()
        }
    }

    /// There is a new build; browsers reload.
    pub fn built(&mut self, problems: Vec<String>) {
        self.live.built(problems);
    }

    /// Something is wrong, and the build that there is stays.
    pub fn broken(&mut self, problems: Vec<String>) {
        self.live.tell(problems);
    }

    /// Answers a request, from the site if there is one. Gives what is newly wrong with a page.
    pub fn answer(
        &mut self,
        request: Request,
        site: Option<(&Site<'_>, &BTreeMap<String, Page>)>,
    ) -> Option<String> {
        let path = request.url().split(['?', '#']).next().unwrap_or_default();
        let path = path.to_owned();
        if let Some(refusal) = self.refusal(&request) {
            send(request, refusal);
            return None;
        }
        if let Some(name) = path.strip_prefix(FOLDER) {
            if name == "events" {
                self.live.join(request);
            } else {
                send(request, file(name));
            }
            return None;
        }
        let (answer, problem) = match site {
            Some((site, paths)) => self.page(&path, site, paths),
            None => (self.nothing(&path), None),
        };
        send(request, answer);
        let problem = problem.filter(|it| !self.live.problems().contains(it))?;
        let mut problems = self.live.problems().to_vec();
        problems.push(problem.clone());
        self.live.tell(problems);
        Some(problem)
    }

    /// Why a request gets no answer, if so.
    fn refusal(&self, request: &Request) -> Option<Answer> {
        let hosts = request.headers().iter().filter(|it| it.field.equiv("Host"));
        let hosts: Vec<&str> = hosts.map(|it| it.value.as_str()).collect();
        if !matches!(hosts.as_slice(), [host] if is_own_host(host, self.port)) {
            let why = "this address is served to its own machine only";
            return Some(Answer::refused(421, why));
        }
        let reads = matches!(request.method(), Method::Get | Method::Head);
        (!reads).then(|| Answer::refused(405, "there is nothing but pages to read here"))
    }

    fn page(
        &mut self,
        path: &str,
        site: &Site<'_>,
        paths: &BTreeMap<String, Page>,
    ) -> (Answer, Option<String>) {
        let Some(page) = paths.get(path) else {
            return (self.elsewhere(path, site, paths), None);
        };
        match site.render(*page) {
            Ok(bytes) => {
                self.shown.insert(path.to_owned(), bytes.clone());
                (found(path, bytes), None)
            }
            Err(error) => {
                let answer = match self.shown.get(path) {
                    Some(bytes) => found(path, bytes.clone()),
                    None => self.nothing(path),
                };
                (answer, Some(error.to_string()))
            }
        }
    }

    /// A path that the site has not: a folder without its slash, the root of a site that lives
    /// below one, a page that a fault took away, or nothing.
    fn elsewhere(&self, path: &str, site: &Site<'_>, paths: &BTreeMap<String, Page>) -> Answer {
        let folder = [path, "/"].concat();
        if paths.contains_key(&folder) {
            return Answer::moved(folder);
        }
        let root = site.href(Page::Home);
        if path == "/" && root != "/" {
            return Answer::moved(root);
        }
        let broken = !self.live.problems().is_empty();
        if let Some(bytes) = self.shown.get(path).filter(|_| broken) {
            return found(path, bytes.clone());
        }
        let page = site.render(Page::NOT_FOUND).unwrap_or_default();
        Answer {
            status: 404,
            ..found("", page)
        }
    }

    /// Before anything could be built: what is wrong stands on the page that tells when it is fixed.
    fn nothing(&self, path: &str) -> Answer {
        if let Some(bytes) = self.shown.get(path) {
            return found(path, bytes.clone());
        }
        let page = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
            <title>Not built</title>\n</head>\n<body>\n<h1>This page cannot be built yet</h1>\n\
            <p>It appears as soon as the problem below is fixed.</p>\n</body>\n</html>\n";
        Answer {
            status: 500,
            ..found("", page.into())
        }
    }
}

/// A file of the site; a page with what makes it reload.
fn found(path: &str, bytes: Vec<u8>) -> Answer {
    let kind = kind_of(path);
    let page = kind.starts_with("text/html");
    Answer::found(kind, if page { with_reload(bytes) } else { bytes })
}
