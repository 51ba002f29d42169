//! Lines from a stream, with bounded memory.

use std::io::{self, BufRead};

use super::outline::Outline;

/// The longest line that is read, in bytes.
pub const LONGEST: usize = 16 << 20;

/// What was read.
#[derive(Debug, PartialEq, Eq)]
pub enum Line {
    /// A line, without its line feed.
    Whole(Vec<u8>),
    /// A line of more bytes than are kept. What is left of it is a message with its id, so that whoever
    /// waits for it can be told; empty if it had none.
    TooLong(Vec<u8>),
    /// The stream ended inside a line.
    Half,
}

/// Reads to the next line feed; `None` at the end of the stream.
pub fn read_line(reader: &mut impl BufRead, longest: usize) -> io::Result<Option<Line>> {
    let read = read_to(reader, longest, |byte| byte == b'\n')?;
    Ok(read.map(|(line, _)| line))
}

/// Reads to the next byte that ends a line; gives that byte as well, where there was one.
pub(super) fn read_to(
    reader: &mut impl BufRead,
    longest: usize,
    is_end: fn(u8) -> bool,
) -> io::Result<Option<(Line, Option<u8>)>> {
    let mut line = Vec::new();
    let mut dropped: Option<Outline> = None;
    loop {
        let part = match reader.fill_buf() {
            Ok(part) => part,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if part.is_empty() {
            let nothing = line.is_empty() && dropped.is_none();
            return Ok((!nothing).then_some((Line::Half, None)));
        }
        let place = part.iter().position(|byte| is_end(*byte));
        let end = place.and_then(|place| part.get(place).copied());
        let take = place.unwrap_or(part.len());
        let read = part.get(..take).unwrap_or_default();
        if dropped.is_none() && line.len() + take > longest {
            let mut outline = Outline::default();
            outline.feed(&std::mem::take(&mut line));
            dropped = Some(outline);
        }
        match &mut dropped {
            Some(outline) => outline.feed(read),
            None => line.extend(read),
        }
        reader.consume(take + usize::from(end.is_some()));
        if end.is_some() {
            let line = match dropped {
                Some(outline) => Line::TooLong(outline.message()),
                None => Line::Whole(line),
            };
            return Ok(Some((line, end)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_whole_or_not_at_all() {
        let mut reader =
            io::BufReader::with_capacity(3, &b"ab\n\n1234567890\n12345\n{\"id\":7}\nrest"[..]);
        let mut next = || read_line(&mut reader, 5).unwrap();
        assert_eq!(next(), Some(Line::Whole(b"ab".to_vec())));
        assert_eq!(next(), Some(Line::Whole(Vec::new())));
        assert_eq!(next(), Some(Line::TooLong(Vec::new())));
        assert_eq!(next(), Some(Line::Whole(b"12345".to_vec())));
        assert_eq!(next(), Some(Line::TooLong(b"{\"id\":7}".to_vec())));
        assert_eq!(next(), Some(Line::Half));
        assert_eq!(next(), None);
    }
}
