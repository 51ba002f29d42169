//! Lines from a stream, with bounded memory.

use std::io::{self, BufRead};

/// The longest line that is read, in bytes.
pub const LONGEST: usize = 16 << 20;

/// What was read.
#[derive(Debug, PartialEq, Eq)]
pub enum Line {
    /// A line, without its line feed.
    Whole(Vec<u8>),
    /// A line of more bytes than are kept; it is gone.
    TooLong,
    /// The stream ended inside a line.
    Half,
}

/// Reads to the next line feed; `None` at the end of the stream.
pub fn read_line(reader: &mut impl BufRead, longest: usize) -> io::Result<Option<Line>> {
    let mut line = Vec::new();
    let mut dropped = false;
    loop {
        let part = match reader.fill_buf() {
            Ok(part) => part,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if part.is_empty() {
            let nothing = line.is_empty() && !dropped;
            return Ok((!nothing).then_some(Line::Half));
        }
        let end = part.iter().position(|byte| *byte == b'\n');
        let take = end.unwrap_or(part.len());
        dropped = dropped || line.len() + take > longest;
        if dropped {
            line = Vec::new();
        } else {
            line.extend(part.iter().take(take));
        }
        reader.consume(take + usize::from(end.is_some()));
        if end.is_some() {
            return Ok(Some(if dropped {
                Line::TooLong
            } else {
                Line::Whole(line)
            }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_whole_or_not_at_all() {
        let mut reader = io::BufReader::with_capacity(3, &b"ab\n\n1234567890\n12345\nrest"[..]);
        let mut next = || read_line(&mut reader, 5).unwrap();
        assert_eq!(next(), Some(Line::Whole(b"ab".to_vec())));
        assert_eq!(next(), Some(Line::Whole(Vec::new())));
        assert_eq!(next(), Some(Line::TooLong));
        assert_eq!(next(), Some(Line::Whole(b"12345".to_vec())));
        assert_eq!(next(), Some(Line::Half));
        assert_eq!(next(), None);
    }
}
