//! Server-sent events, as far as MCP uses them: the data of each event is one message.

use std::io::{self, BufRead};
use std::time::Duration;

use super::Line;
use super::line::read_to;

/// A stream of events.
#[derive(Debug)]
pub struct Events<R> {
    reader: R,
    longest: usize,
    /// Whether nothing was read yet, not even a byte order mark.
    is_new: bool,
    /// Whether the line before ended with a carriage return, to which a line feed may belong.
    after_return: bool,
    last_id: Option<String>,
    retry: Option<Duration>,
}

/// The longest that a server can make its reader wait.
const PATIENCE: Duration = Duration::from_secs(60);

impl<R: BufRead> Events<R> {
    /// The events of a stream, each of at most `longest` bytes.
    pub const fn new(reader: R, longest: usize) -> Self {
        Self {
            reader,
            longest,
            is_new: true,
            after_return: false,
            last_id: None,
            retry: None,
        }
    }

    /// The id of the last event that had one, from which a server can go on.
    pub fn last_id(&self) -> Option<&str> {
        self.last_id.as_deref().filter(|id| !id.is_empty())
    }

    /// How long the server wants its reader to wait before it comes again.
    pub const fn retry(&self) -> Option<Duration> {
        self.retry
    }

    /// Reads to the end of the next event that has data; `None` at the end of the stream.
    ///
    /// # Errors
    ///
    /// When the stream cannot be read.
    pub fn next_event(&mut self) -> io::Result<Option<Line>> {
        let mut event = Event::default();
        loop {
            let line = match self.line()? {
                // An event that the stream does not finish is not to be used.
                None | Some(Line::Half) => return Ok(None),
                Some(Line::TooLong(left)) => {
                    event.too_long = Some(left);
                    continue;
                }
                Some(Line::Whole(line)) => line,
            };
            if !line.is_empty() {
                self.field(&line, &mut event);
                continue;
            }
            if let Some(id) = event.id.take() {
                self.last_id = Some(id);
            }
            let event = std::mem::take(&mut event);
            if let Some(left) = event.too_long {
                return Ok(Some(Line::TooLong(left)));
            }
            // An event without data opens a stream; there is no message in it.
            if let Some(data) = event.data.filter(|data| !data.is_empty()) {
                return Ok(Some(Line::Whole(data)));
            }
        }
    }

    fn line(&mut self) -> io::Result<Option<Line>> {
        if self.after_return && self.reader.fill_buf()?.first() == Some(&b'\n') {
            self.reader.consume(1);
        }
        let read = read_to(&mut self.reader, self.longest, |byte| {
            matches!(byte, b'\n' | b'\r')
        })?;
        let Some((line, end)) = read else {
            return Ok(None);
        };
        if matches!(line, Line::TooLong(_)) && end.is_none() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "a line of the stream has no end",
            ));
        }
        self.after_return = end == Some(b'\r');
        let is_first = std::mem::replace(&mut self.is_new, false);
        Ok(Some(match line {
            Line::Whole(line) if is_first && line.starts_with(b"\xef\xbb\xbf") => {
                Line::Whole(line.into_iter().skip(3).collect())
            }
            line => line,
        }))
    }

    fn field(&mut self, line: &[u8], event: &mut Event) {
        let mut parts = line.splitn(2, |byte| *byte == b':');
        let name = parts.next().unwrap_or_default();
        let value = parts.next().unwrap_or_default();
        let value = value.strip_prefix(b" ").unwrap_or(value);
        let text = || std::str::from_utf8(value).ok();
        match name {
            b"data" => event.add(value, self.longest),
            b"id" => event.id = text().filter(|id| !id.contains('\0')).map(str::to_owned),
            b"retry" => {
                let wait = text().and_then(|text| text.parse().ok());
                let wait = wait.map(|wait| Duration::from_millis(wait).min(PATIENCE));
                self.retry = wait.or(self.retry);
            }
            _ => {}
        }
    }
}

/// What was read of an event.
#[derive(Debug, Default)]
struct Event {
    data: Option<Vec<u8>>,
    id: Option<String>,
    too_long: Option<Vec<u8>>,
}

impl Event {
    fn add(&mut self, value: &[u8], longest: usize) {
        let text = self.data.get_or_insert_default();
        if text.len() + value.len() >= longest {
            self.too_long.get_or_insert_default();
            return;
        }
        // Lines of one event are lines of its text; in JSON a space is as good.
        if !text.is_empty() {
            text.push(b' ');
        }
        text.extend(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &str) -> Line {
        Line::Whole(text.as_bytes().to_vec())
    }

    #[test]
    fn events_give_their_data_and_half_an_event_gives_none() {
        let text = ": comment\r\n\r\nid: 0\r\ndata: \r\n\r\nevent: message\r\nid: 1\r\ndata: {\"a\":\r\ndata: 1}\r\n\r\ndata:2\n\nretry: 5\n\ndata: 3\n";
        let reader = io::BufReader::with_capacity(4, text.as_bytes());
        let mut events = Events::new(reader, 100);
        assert_eq!(events.next_event().unwrap(), Some(whole("{\"a\": 1}")));
        assert_eq!(events.last_id(), Some("1"));
        assert_eq!(events.next_event().unwrap(), Some(whole("2")));
        assert_eq!(events.next_event().unwrap(), None);
        assert_eq!(events.retry(), Some(Duration::from_millis(5)));
    }

    #[test]
    fn every_line_end_of_the_standard_and_a_byte_order_mark_are_read() {
        for end in ["\n", "\r", "\r\n"] {
            let text =
                format!("\u{feff}data: 1{end}{end}id: x{end}data{end}{end}data: 2{end}{end}");
            let reader = io::BufReader::with_capacity(3, text.as_bytes());
            let mut events = Events::new(reader, 100);
            assert_eq!(events.next_event().unwrap(), Some(whole("1")), "{end:?}");
            assert_eq!(events.next_event().unwrap(), Some(whole("2")), "{end:?}");
            assert_eq!(events.last_id(), Some("x"));
            assert_eq!(events.next_event().unwrap(), None);
        }
    }
}
