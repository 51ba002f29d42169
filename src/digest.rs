//! What something is made from, as one short key: equal keys, equal things.

use sha2::{Digest as _, Sha256};

/// Stands for everything that something is made from.
pub type Key = [u8; 16];

/// A key on its way: parts are told apart, whatever they hold.
#[derive(Debug, Clone, Default)]
pub struct Digest(Sha256);

impl Digest {
    /// Adds a part.
    pub fn add(&mut self, part: impl AsRef<[u8]>) -> &mut Self {
        let part = part.as_ref();
        self.0.update(part.len().to_le_bytes());
        self.0.update(part);
        self
    }

    /// Adds a number.
    pub fn number(&mut self, number: usize) -> &mut Self {
        self.add(number.to_le_bytes())
    }

    /// The key of all parts.
    pub fn key(&self) -> Key {
        let full = self.0.clone().finalize();
        let mut key = Key::default();
        for (to, from) in key.iter_mut().zip(full) {
            *to = from;
        }
        key
    }
}

/// The key of a text or of bytes.
pub fn key_of(bytes: impl AsRef<[u8]>) -> Key {
    Digest::default().add(bytes).key()
}
