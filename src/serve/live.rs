//! The browsers that show a page: told of each build and of what is wrong with it.

use std::io::Write;

use serde_json::json;
use tiny_http::Request;

use super::Answer;
use crate::escape;

/// The folder of what is not of the site.
pub(super) const FOLDER: &str = "/.live/";
const SCRIPT: &str = include_str!("live.js");
const STYLE: &str = include_str!("live.css");
/// Loaded as files, for the site's policy lets nothing inline run.
const TAGS: &str = "<link rel=\"stylesheet\" href=\"/.live/live.css\">\n\
    <script src=\"/.live/live.js\" defer></script>\n</head>";
const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\
    Cache-Control: no-store\r\nConnection: close\r\n\r\n";

/// The page with what makes it reload.
pub(super) fn with_reload(page: Vec<u8>) -> Vec<u8> {
    match String::from_utf8(page) {
        Ok(page) => page.replacen("</head>", TAGS, 1).into_bytes(),
        Err(error) => error.into_bytes(),
    }
}

/// The script or the style.
pub(super) fn file(name: &str) -> Answer {
    match name {
        "live.js" => Answer::found("text/javascript; charset=utf-8", SCRIPT),
        "live.css" => Answer::found("text/css; charset=utf-8", STYLE),
        _ => Answer::refused(404, "there is no such file"),
    }
}

/// The connections that wait for news.
#[derive(Default)]
pub(super) struct Live {
    open: Vec<Box<dyn Write + Send>>,
    /// Counts the builds, so that a browser that comes back knows whether it missed one.
    number: usize,
    problems: Vec<String>,
}

impl Live {
    /// A browser wants to be told.
    pub(super) fn join(&mut self, request: Request) {
        let mut connection = request.into_writer();
        let news = self.news();
        let sent = connection
            .write_all(HEAD.as_bytes())
            .and_then(|()| connection.write_all(news.as_bytes()))
            .and_then(|()| connection.flush());
        if sent.is_ok() {
            self.open.push(connection);
        }
    }

    /// A new build, and what is wrong with it.
    pub(super) fn built(&mut self, problems: Vec<String>) {
        self.number += 1;
        self.tell(problems);
    }

    /// What is wrong; the build stays. Connections that broke are forgotten.
    pub(super) fn tell(&mut self, problems: Vec<String>) {
        self.problems = problems;
        let news = self.news();
        self.open.retain_mut(|connection| {
            let sent = connection.write_all(news.as_bytes());
            sent.and_then(|()| connection.flush()).is_ok()
        });
    }

    pub(super) fn problems(&self) -> &[String] {
        &self.problems
    }

    fn news(&self) -> String {
        let data = json!({ "number": self.number, "problems": self.problems });
        format!("event: build\ndata: {}\n\n", escape::json(data.to_string()))
    }
}
