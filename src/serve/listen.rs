//! Where events come from: requests on loopback, changes on disk, Ctrl-C.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use tiny_http::{Header, Request, Response, Server};

use super::Answer;

/// How long after a change nothing more must change: editors write a file in several steps.
const SETTLED: Duration = Duration::from_millis(80);

/// Something that happened.
pub enum Event {
    /// A browser asks for something.
    Request(Request),
    /// Files changed, and nothing more did for a moment.
    Changed,
    /// The user wants to end it.
    Stop,
}

/// Why serving is not possible.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The port is taken, or may not be used.
    #[error("cannot listen on port {port}: {why}")]
    Bind {
        /// The port.
        port: u16,
        /// What the system says.
        why: String,
    },
    /// A folder cannot be watched.
    #[error("cannot watch `{path}` for changes: {why}")]
    Watch {
        /// The folder, or the one in it that cannot be watched.
        path: String,
        /// What the system says, and what to do.
        why: String,
    },
    /// Ctrl-C cannot be caught.
    #[error("cannot catch Ctrl-C: {0}")]
    Signal(#[from] ctrlc::Error),
}

/// Why a folder cannot be watched, in the system's words where it has some.
fn reason(kind: &notify::ErrorKind) -> String {
    match kind {
        notify::ErrorKind::Io(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
            format!("{error}; let this user read it, or take it out of the catalog")
        }
        notify::ErrorKind::Io(error) => error.to_string(),
        notify::ErrorKind::PathNotFound => "it is not there".to_owned(),
        notify::ErrorKind::MaxFilesWatch => {
            "the system watches as many folders as it may; on Linux, raise `fs.inotify.max_user_watches`".to_owned()
        }
        notify::ErrorKind::Generic(why) => why.clone(),
        notify::ErrorKind::WatchNotFound | notify::ErrorKind::InvalidConfig(_) => {
            "the system refuses".to_owned()
        }
    }
}

/// A bound port, and the folders that are watched.
pub struct Listener {
    server: Arc<Server>,
    port: u16,
    sender: Sender<Event>,
    events: Receiver<Event>,
    /// What was received while a change settled.
    waiting: Vec<Event>,
    /// Watching ends with it.
    watchers: Vec<RecommendedWatcher>,
}

impl Listener {
    /// Binds a port of loopback; 0 takes a free one.
    ///
    /// # Errors
    ///
    /// When the port is taken, or Ctrl-C cannot be caught.
    pub fn bind(port: u16) -> Result<Self, ServeError> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let server = Server::http(address).map_err(|error| ServeError::Bind {
            port,
            why: error.to_string(),
        })?;
        let port = server
            .server_addr()
            .to_ip()
            .map_or(port, |address| address.port());
        let (sender, events) = channel();
        let stop = sender.clone();
        ctrlc::set_handler(move || drop(stop.send(Event::Stop)))?;
        let server = Arc::new(server);
        let (incoming, requests) = (Arc::clone(&server), sender.clone());
        std::thread::spawn(move || {
            for request in incoming.incoming_requests() {
                if requests.send(Event::Request(request)).is_err() {
                    break;
                }
            }
        });
        Ok(Self {
            server,
            port,
            sender,
            events,
            waiting: Vec::new(),
            watchers: Vec::new(),
        })
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Watches a folder and all below it.
    ///
    /// # Errors
    ///
    /// When the folder is not there, or the system refuses.
    pub fn watch(&mut self, folder: &Path) -> Result<(), ServeError> {
        let error = |error: notify::Error| ServeError::Watch {
            path: error
                .paths
                .first()
                .map_or(folder, PathBuf::as_path)
                .display()
                .to_string(),
            why: reason(&error.kind),
        };
        let sender = self.sender.clone();
        let mut watcher =
            notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
                // Reading is no change, and the catalog is read after each.
                if event.is_ok_and(|event| !event.kind.is_access()) {
                    drop(sender.send(Event::Changed));
                }
            })
            .map_err(error)?;
        watcher
            .watch(folder, RecursiveMode::Recursive)
            .map_err(error)?;
        self.watchers.push(watcher);
        Ok(())
    }

    /// The next thing that happens. Several changes at a time are one.
    pub fn wait(&mut self) -> Event {
        if !self.waiting.is_empty() {
            return self.waiting.remove(0);
        }
        let first = self.events.recv().unwrap_or(Event::Stop);
        if !matches!(first, Event::Changed) {
            return first;
        }
        while let Ok(event) = self.events.recv_timeout(SETTLED) {
            if !matches!(event, Event::Changed) {
                self.waiting.push(event);
            }
        }
        Event::Changed
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.server.unblock();
    }
}

/// Sends an answer beside the work that follows; a browser that went away is nobody's loss.
pub(super) fn send(request: Request, answer: Answer) {
    let mut response = Response::from_data(answer.body).with_status_code(answer.status);
    let fixed = [
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("Content-Type", answer.kind),
    ];
    let location = answer.location.as_deref().map(|it| ("Location", it));
    for (name, value) in fixed.into_iter().chain(location) {
        if let Ok(header) = Header::from_bytes(name, value) {
            response.add_header(header);
        }
    }
    std::thread::spawn(move || drop(request.respond(response)));
}
