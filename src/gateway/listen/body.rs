//! Bodies of answers: whole, or a stream of events that goes on while a client reads it.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::body::{Body, Bytes, Frame, SizeHint};
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use hyper::{Response, StatusCode};
use tokio::time::{Instant, Interval, interval_at};

use super::pending::Pending;
use super::streams::Item;
use crate::wire::EVENTS;

/// The body of an answer.
pub(super) enum Answer {
    /// All of it.
    Whole(Option<Bytes>),
    /// What a stream carries, as server-sent events.
    Events(Box<Events>),
}

/// How often a stream says that it is still there, which keeps proxies from closing it.
const AGAIN: Duration = Duration::from_secs(15);

/// A stream as server-sent events.
pub(super) struct Events {
    pending: Pending,
    /// Whether the client is to be told first where the stream begins.
    begins: bool,
    first: Option<Item>,
    again: Interval,
    over: bool,
}

impl Events {
    /// `begins` tells the client an id that it can come back with before there is a message.
    pub(super) fn new(pending: Pending, begins: bool, first: Option<Item>) -> Self {
        Self {
            pending,
            begins,
            first,
            again: interval_at(Instant::now() + AGAIN, AGAIN),
            over: false,
        }
    }

    fn frame(&mut self, item: &Item) -> Frame<Bytes> {
        if item.is_last {
            self.over = true;
            self.pending.answered();
        }
        // A line feed or carriage return between the parts of a message would end the event's line.
        let line = item.line.iter().map(|byte| match byte {
            b'\n' | b'\r' => b' ',
            other => *other,
        });
        let mut event = b"event: message\n".to_vec();
        if let Some(id) = item.event {
            event.extend(format!("id: {id}\n").into_bytes());
        }
        event.extend(b"data: ");
        event.extend(line);
        event.extend(b"\n\n");
        Frame::data(Bytes::from(event))
    }
}

impl Body for Answer {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let events = match self.get_mut() {
            Self::Whole(bytes) => {
                return Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes))));
            }
            Self::Events(events) => events,
        };
        if events.over {
            return Poll::Ready(None);
        }
        if std::mem::take(&mut events.begins) {
            let id = events.pending.beginning();
            let event = Bytes::from(format!("id: {id}\ndata: \n\n"));
            return Poll::Ready(Some(Ok(Frame::data(event))));
        }
        if let Some(first) = events.first.take() {
            return Poll::Ready(Some(Ok(events.frame(&first))));
        }
        match events.pending.poll(context) {
            Poll::Ready(Some(item)) => return Poll::Ready(Some(Ok(events.frame(&item)))),
            Poll::Ready(None) => return Poll::Ready(None),
            Poll::Pending => {}
        }
        events.again.poll_tick(context).map(|_| {
            let comment = Bytes::from_static(b": still here\n\n");
            Some(Ok(Frame::data(comment)))
        })
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => {
                let length = bytes.as_ref().map_or(0, Bytes::len);
                SizeHint::with_exact(u64::try_from(length).unwrap_or(u64::MAX))
            }
            Self::Events(_) => SizeHint::default(),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Whole(bytes) => bytes.is_none(),
            Self::Events(events) => events.over,
        }
    }
}

/// An answer of a media type.
pub(super) fn whole(
    status: StatusCode,
    kind: &'static str,
    body: impl Into<Bytes>,
) -> Response<Answer> {
    let mut response = Response::new(Answer::Whole(Some(body.into())));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A message as the whole answer.
pub(super) fn json(status: StatusCode, body: impl Into<Bytes>) -> Response<Answer> {
    whole(status, "application/json", body)
}

/// An answer in words.
pub(super) fn words(status: StatusCode, text: &str) -> Response<Answer> {
    whole(
        status,
        "text/plain; charset=utf-8",
        format!("{text}\n").into_bytes(),
    )
}

/// An answer without a body.
pub(super) fn empty(status: StatusCode) -> Response<Answer> {
    let mut response = Response::new(Answer::Whole(None));
    *response.status_mut() = status;
    response
}

/// A stream as the answer.
pub(super) fn events(events: Events) -> Response<Answer> {
    let mut response = Response::new(Answer::Events(Box::new(events)));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(EVENTS));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}
