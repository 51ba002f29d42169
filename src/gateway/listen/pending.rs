//! A stream that a client reads, and what is done when it stops reading.

use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll};

use super::connection::Connection;
use super::streams::{Item, Stream};
use crate::gateway::reply;
use crate::wire::{Id, Line};

/// An open stream of a connection. If it is dropped before the answer, the client has gone.
pub(super) struct Pending {
    stream: Stream,
    connection: Arc<Connection>,
    /// The request that it is for; the stream of what belongs to no request has none.
    id: Option<Id>,
    /// Whether the client cancels the request by closing the stream.
    cancels: bool,
}

impl Pending {
    pub(super) fn new(
        stream: Stream,
        connection: Arc<Connection>,
        id: Option<Id>,
        cancels: bool,
    ) -> Self {
        Self {
            stream,
            connection,
            id,
            cancels,
        }
    }

    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Item>> {
        self.stream.poll(context)
    }

    /// The next item; `None` when the connection is over.
    pub(super) async fn next(&mut self) -> Option<Item> {
        poll_fn(|context| self.stream.poll(context)).await
    }

    /// The answer is there, so nothing is left to be cancelled.
    pub(super) fn answered(&mut self) {
        self.id = None;
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        let Some(id) = self.id.take() else { return };
        self.connection.streams.close(&id);
        if !self.cancels || self.connection.is_over() {
            return;
        }
        let connection = Arc::clone(&self.connection);
        // A server that does not read must not hold up other clients. At the end there is no runtime.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn_blocking(move || {
                let line = Line::Whole(reply::cancel(&id));
                connection.link.from_client(line);
            });
        }
    }
}
