//! A stream that a client reads, and what is done when it stops reading.

use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll};

use super::connection::Connection;
use super::replay::EventId;
use super::streams::{Item, Stream};
use crate::gateway::reply;
use crate::wire::{Id, Line};

/// An open stream of a connection. If it is dropped before the answer, the client has gone.
pub(super) struct Pending {
    stream: Stream,
    connection: Arc<Connection>,
    /// The number of the stream.
    number: u64,
    /// The request that the client cancels by closing the stream. In a session it does not: there it can come
    /// back.
    cancels: Option<Id>,
}

impl Pending {
    pub(super) fn new(
        (number, stream): (u64, Stream),
        connection: Arc<Connection>,
        cancels: Option<Id>,
    ) -> Self {
        Self {
            stream,
            connection,
            number,
            cancels,
        }
    }

    /// The id of the stream's beginning.
    pub(super) const fn beginning(&self) -> EventId {
        EventId::beginning(self.number)
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
        self.cancels = None;
    }

    /// The answer is the whole of it, and there is no event to come back to.
    pub(super) fn answered_at_once(&mut self) {
        self.cancels = None;
        self.connection.streams.forget(self.number);
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        let Some(id) = self.cancels.take() else {
            return;
        };
        self.connection.streams.close(&id);
        if self.connection.is_over() {
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
