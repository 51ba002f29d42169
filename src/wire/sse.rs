//! Server-sent events, as far as MCP uses them: the data of each event is one message.

use std::io::{self, BufRead};

use super::{Line, read_line};

/// Reads to the end of the next event that has data; `None` at the end of the stream.
///
/// # Errors
///
/// When the stream cannot be read.
pub fn next_event(reader: &mut impl BufRead, longest: usize) -> io::Result<Option<Line>> {
    let mut data: Option<Vec<u8>> = None;
    let mut too_long = false;
    loop {
        let line = match read_line(reader, longest)? {
            // An event that the stream does not finish is not to be used.
            None | Some(Line::Half) => return Ok(None),
            Some(Line::TooLong) => {
                too_long = true;
                continue;
            }
            Some(Line::Whole(line)) => line,
        };
        let line = line.strip_suffix(b"\r").unwrap_or(&line);
        if line.is_empty() {
            if too_long {
                return Ok(Some(Line::TooLong));
            }
            // An event without data opens a stream; there is no message in it.
            if let Some(data) = data.take().filter(|data| !data.is_empty()) {
                return Ok(Some(Line::Whole(data)));
            }
        } else if let Some(value) = line.strip_prefix(b"data:") {
            let value = value.strip_prefix(b" ").unwrap_or(value);
            let text = data.get_or_insert_default();
            // Lines of one event are lines of its text; in JSON a space is as good.
            too_long = too_long || text.len() + value.len() >= longest;
            if too_long {
                continue;
            }
            if !text.is_empty() {
                text.push(b' ');
            }
            text.extend(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_give_their_data_and_half_an_event_gives_none() {
        let text = ": comment\r\n\r\nid: 0\r\ndata: \r\n\r\nevent: message\r\nid: 1\r\ndata: {\"a\":\r\ndata: 1}\r\n\r\ndata:2\n\nretry: 5\n\ndata: 3\n";
        let mut reader = io::BufReader::with_capacity(4, text.as_bytes());
        let mut next = || next_event(&mut reader, 100).unwrap();
        assert_eq!(next(), Some(Line::Whole(b"{\"a\": 1}".to_vec())));
        assert_eq!(next(), Some(Line::Whole(b"2".to_vec())));
        assert_eq!(next(), None);
    }
}
