//! The kinds of files of a site. Each is one file of code here, which says which files of its kind there
//! are, where they go, what they are made from, and how they are rendered; and one word in the list.

mod api_attack;
mod api_attacks;
mod api_page;
mod api_schema;
mod api_server;
mod api_servers;
mod asset;
mod attacks;
mod beside_server;
mod catalog_csv;
mod catalog_json;
mod categories;
mod changes;
mod compare;
mod doc;
mod feed;
mod glossary;
mod headers;
mod known_versions;
mod lint;
mod lints;
mod llms;
mod method;
mod my_agent;
mod not_found;
mod open_api;
mod open_search;
mod robots;
mod rules;
mod server_badge;
mod server_feed;
mod server_versions;
mod severities;
mod severity_badge;
mod tool_badge;
mod tools;
mod tools_index;
mod tools_part;
mod traits;
mod versions;

pub(in crate::site) use tool_badge::has_badges;

use super::data::SiteData;
use super::keys::Keys;
use super::page::Page;
use super::render::Site;
use crate::digest::Digest;

/// Which file of its kind: numbers that the kind gives a meaning, such as a place and a part from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Item {
    pub(super) of: usize,
    pub(super) part: usize,
}

impl Item {
    /// That of a kind that has one file.
    pub(super) const ONLY: Self = Self { of: 0, part: 1 };

    /// The one with this number.
    pub(super) const fn of(of: usize) -> Self {
        Self { of, part: 1 }
    }

    /// A part of the one with this number.
    pub(super) const fn part(of: usize, part: usize) -> Self {
        Self { of, part }
    }
}

/// What rendering gives.
pub(super) type Rendered = Result<Vec<u8>, minijinja::Error>;

/// A kind of file.
pub(super) trait Output: Sync {
    /// The files of this kind that the site has.
    fn items(&self, _: &SiteData<'_>) -> Vec<Item> {
        vec![Item::ONLY]
    }

    /// Where a file goes under the root: a folder's path ends in a slash, a file's does not.
    fn path(&self, data: &SiteData<'_>, item: Item) -> String;

    /// Adds what a file is made from, besides what all share, to its key. Nothing stands for the whole
    /// site.
    fn inputs(&self, _: &Keys<'_, '_>, _: Item, _: &mut Digest) -> Option<()> {
        None
    }

    /// A file's bytes.
    fn render(&self, site: &Site<'_>, item: Item) -> Rendered;

    /// Whether it is a page that people visit and search engines should list.
    fn is_listed(&self) -> bool {
        true
    }
}

/// The module of each kind, which is its name too.
macro_rules! outputs {
    ($($name:ident)+) => {
        /// A kind of file.
        #[expect(non_camel_case_types, reason = "they are the names of the modules, so that one word adds one")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Kind {
            $(
                #[doc = concat!("See the module `", stringify!($name), "`.")]
                $name,
            )+
        }

        impl Kind {
            const ALL: &[Self] = &[$(Self::$name),+];

            /// What is known of the kind.
            pub(super) fn output(self) -> &'static dyn Output {
                match self {
                    $(Self::$name => &$name::Files,)+
                }
            }

            #[cfg(test)]
            fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)+
                }
            }
        }
    };
}

// In the order of the plan.
outputs! {
    tools tools_index tools_part compare versions known_versions server_versions my_agent
    api_page categories severities traits attacks glossary doc method rules lints lint changes not_found robots asset
    catalog_json catalog_csv open_api api_schema api_servers api_server beside_server api_attacks api_attack
    feed server_feed server_badge tool_badge severity_badge open_search llms headers
}

impl Kind {
    /// The only file of this kind.
    pub(super) const fn page(self) -> Page {
        Page::Output(self, Item::ONLY)
    }

    /// A file of this kind.
    pub(super) const fn of(self, number: usize) -> Page {
        Page::Output(self, Item::of(number))
    }

    /// Every file of every kind in the list.
    pub(super) fn plan<'d>(data: &'d SiteData<'_>) -> impl Iterator<Item = Page> + use<'d> {
        let kinds = Self::ALL.iter();
        kinds.flat_map(|kind| {
            let items = kind.output().items(data).into_iter();
            items.map(|item| Page::Output(*kind, item))
        })
    }
}

/// The only file of a kind, where there is one.
fn some(there: bool) -> Vec<Item> {
    there.then_some(Item::ONLY).into_iter().collect()
}

/// A file for each of so many.
fn each(count: usize) -> Vec<Item> {
    (0..count).map(Item::of).collect()
}

/// The path of a page of a list: the first has that of the list.
pub(super) fn numbered(folder: &str, part: usize) -> String {
    match part {
        0 | 1 => folder.to_owned(),
        _ => format!("{folder}page/{part}/"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::files_of;

    #[test]
    fn the_list_holds_every_file_of_the_folder() {
        let mut names = files_of("src/site/outputs");
        names.retain(|name| name != "mod.rs");
        let mut listed: Vec<String> = Kind::ALL
            .iter()
            .map(|kind| format!("{}.rs", kind.name()))
            .collect();
        listed.sort();
        assert_eq!(names, listed);
    }
}
