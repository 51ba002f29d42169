//! One of several parts of a site, each built on a machine of its own.

use std::path::Path;
use std::str::FromStr;

use crate::cli::CliError;
use crate::digest::key_of;
use crate::publish::listed;
use crate::site::{Page, Site};

/// Part `number` of `of`, numbered from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shard {
    number: usize,
    of: usize,
}

impl Shard {
    /// The pages of this part. Where a page belongs follows from its path, so that it stays there when
    /// others come and go.
    pub(super) fn pages(self, site: &Site<'_>) -> Vec<Page> {
        let pages = site.plan().iter().copied();
        pages.filter(|page| self.holds(&site.file(*page))).collect()
    }

    /// What tells the part from the others and from the whole.
    pub(super) fn word(self) -> String {
        format!("{}/{}", self.number, self.of)
    }

    /// The name of the part, which can end a file name.
    pub(super) fn name(self) -> String {
        format!("{}-of-{}", self.number, self.of)
    }

    /// Refuses a folder that holds other parts of a site: a build of this part would remove them.
    pub(super) fn refuse_other(self, folder: &Path) -> Result<(), CliError> {
        let held = listed(folder)?;
        let Some(other) = held.iter().find(|path| !self.holds(path)) else {
            return Ok(());
        };
        Err(CliError::usage(
            format!(
                "`{}` holds more than part {} of a site, such as `{other}`, which this build would remove",
                folder.display(),
                self.word()
            ),
            "build each part into a folder of its own, and copy the parts together afterwards",
        ))
    }

    fn holds(self, path: &str) -> bool {
        let key = key_of(path.as_bytes());
        let place = key
            .iter()
            .fold(0, |sum, byte| (sum * 256 + usize::from(*byte)) % self.of);
        place + 1 == self.number
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let numbers = text.split_once('/').and_then(|(number, of)| {
            Some(Self {
                number: number.parse().ok()?,
                of: of.parse().ok()?,
            })
        });
        numbers
            .filter(|it| (1..=it.of).contains(&it.number) && it.of <= 10_000)
            .ok_or_else(|| "write it as `2/4`, for the second of four parts".to_owned())
    }
}
