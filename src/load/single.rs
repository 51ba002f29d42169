//! Single files that a command was told to use; `-` is standard input.
#![expect(clippy::disallowed_methods, reason = "this is a reader")]

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use super::tree::ReadError;

/// Longest input that is read, in bytes. Lists of half a million tools are shorter; devices have no end.
const LONGEST: u64 = 1 << 30;

/// Reads a single file that a command was told to use.
///
/// # Errors
///
/// When it cannot be read, is too long or is not UTF-8.
pub fn read_file(path: &Path) -> Result<String, ReadError> {
    let text = whole(path).and_then(|bytes| {
        String::from_utf8(bytes).map_err(|_| {
            io::Error::new(ErrorKind::InvalidData, "stream did not contain valid UTF-8")
        })
    });
    text.map_err(|source| error(path, source))
}

/// Reads the bytes of a single file that a command was told to use.
///
/// # Errors
///
/// When it cannot be read or is too long.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, ReadError> {
    whole(path).map_err(|source| error(path, source))
}

fn whole(path: &Path) -> io::Result<Vec<u8>> {
    if path == Path::new("-") {
        return bounded(io::stdin().lock(), LONGEST);
    }
    let file = File::open(path)?;
    if file.metadata()?.len() > LONGEST {
        return Err(too_long(LONGEST));
    }
    bounded(file, LONGEST)
}

fn bounded(reader: impl Read, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = reader
        .take(most.saturating_add(1))
        .read_to_end(&mut bytes)?;
    if u64::try_from(read).is_ok_and(|read| read > most) {
        return Err(too_long(most));
    }
    Ok(bytes)
}

fn too_long(most: u64) -> io::Error {
    let message = format!("it is longer than {} MB; split it", most >> 20);
    io::Error::new(ErrorKind::FileTooLarge, message)
}

fn error(path: &Path, source: io::Error) -> ReadError {
    ReadError {
        path: path.display().to_string(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_without_an_end_is_an_error() {
        let error = bounded(io::repeat(0), 1 << 20).unwrap_err();
        assert_eq!(error.to_string(), "it is longer than 1 MB; split it");
        assert_eq!(bounded(&b"four"[..], 4).unwrap(), b"four");
    }

    #[test]
    fn a_file_that_is_too_long_is_not_read() {
        let scratch = tempfile::tempdir().unwrap();
        let path = scratch.path().join("long");
        File::create(&path).unwrap().set_len(LONGEST + 1).unwrap();
        assert!(read_file(&path).is_err() && read_bytes(&path).is_err());
    }
}
