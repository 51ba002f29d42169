//! Lines from a stream, with bounded memory.

use std::io::{self, BufRead};

use super::outline::Outline;

/// The longest line that is read, in bytes.
pub const LONGEST: usize = 16 << 20;
/// A line that is so many times longer than the longest is not waited for any more.
const ENDLESS: usize = 4;

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

/// The lines of a stream. Of a line without an end only its beginning is read before it is told as too long;
/// the rest is dropped as it comes.
#[derive(Debug)]
pub struct Lines<R> {
    reader: R,
    longest: usize,
    is_within: bool,
}

impl<R: BufRead> Lines<R> {
    /// The lines of a stream, each of at most `longest` bytes.
    pub const fn new(reader: R, longest: usize) -> Self {
        Self {
            reader,
            longest,
            is_within: false,
        }
    }

    /// Reads to the next line feed; `None` at the end of the stream.
    ///
    /// # Errors
    ///
    /// When the stream cannot be read.
    pub fn next_line(&mut self) -> io::Result<Option<Line>> {
        if self.is_within && !skip_line(&mut self.reader)? {
            return Ok(None);
        }
        let read = read_to(&mut self.reader, self.longest, |byte| byte == b'\n')?;
        self.is_within = matches!(read, Some((Line::TooLong(_), None)));
        Ok(read.map(|(line, _)| line))
    }
}

/// Drops what is left of a line; whether the stream goes on after it.
fn skip_line(reader: &mut impl BufRead) -> io::Result<bool> {
    loop {
        match take_part(reader, |byte| byte == b'\n', |_| {})? {
            Part::Within => {}
            Part::Last(_) => return Ok(true),
            Part::Nothing => return Ok(false),
        }
    }
}

/// Reads to the next byte that ends a line; gives that byte as well, where there was one. There is none after a
/// line that is too long if it was not read to its end.
pub(super) fn read_to(
    reader: &mut impl BufRead,
    longest: usize,
    is_end: fn(u8) -> bool,
) -> io::Result<Option<(Line, Option<u8>)>> {
    let mut line = Vec::new();
    let mut dropped: Option<Outline> = None;
    let mut length = 0_usize;
    loop {
        let part = take_part(reader, is_end, |part| {
            length = length.saturating_add(part.len());
            if dropped.is_none() && length > longest {
                let mut outline = Outline::default();
                outline.feed(&std::mem::take(&mut line));
                dropped = Some(outline);
            }
            match &mut dropped {
                Some(outline) => outline.feed(part),
                None => line.extend(part),
            }
        })?;
        let end = match part {
            Part::Nothing => return Ok((length > 0).then_some((Line::Half, None))),
            Part::Within if length <= longest.saturating_mul(ENDLESS) => continue,
            Part::Within => None,
            Part::Last(end) => Some(end),
        };
        let line = match dropped {
            Some(outline) => Line::TooLong(outline.message()),
            None => Line::Whole(line),
        };
        return Ok(Some((line, end)));
    }
}

/// What was taken from a stream.
enum Part {
    /// A part of a line, not to its end.
    Within,
    /// The last part of a line, and the byte that ends it.
    Last(u8),
    /// The stream has ended.
    Nothing,
}

/// Takes what a stream has ready, to the next byte that ends a line at most, and hands it to `keep` without that byte.
fn take_part(
    reader: &mut impl BufRead,
    is_end: fn(u8) -> bool,
    keep: impl FnOnce(&[u8]),
) -> io::Result<Part> {
    let part = loop {
        match reader.fill_buf() {
            Ok(part) => break part,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    };
    if part.is_empty() {
        return Ok(Part::Nothing);
    }
    let place = part.iter().position(|byte| is_end(*byte));
    let end = place.and_then(|place| part.get(place).copied());
    let take = place.unwrap_or(part.len());
    keep(part.get(..take).unwrap_or_default());
    reader.consume(take + usize::from(end.is_some()));
    Ok(end.map_or(Part::Within, Part::Last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_without_an_end_is_told_before_it_ends_and_the_next_one_is_read() {
        // A stream that never ends can only be read in part.
        let mut endless = Lines::new(
            io::BufReader::new(io::Read::chain(&b"{\"id\":7,"[..], io::repeat(b'x'))),
            5,
        );
        let told = Some(Line::TooLong(b"{\"id\":7}".to_vec()));
        assert_eq!(endless.next_line().unwrap(), told);

        let text = format!("{{\"id\":7,{}\nrest\n", "x".repeat(100));
        let mut lines = Lines::new(io::BufReader::with_capacity(3, text.as_bytes()), 5);
        assert_eq!(lines.next_line().unwrap(), told);
        let rest = Some(Line::Whole(b"rest".to_vec()));
        assert_eq!(lines.next_line().unwrap(), rest);
        assert_eq!(lines.next_line().unwrap(), None);
    }

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
