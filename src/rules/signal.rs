//! One sign of a category, and how signs are weighed against each other.

use super::name::Part;
use super::table::Strength;
use crate::model::Category;

/// Where a sign was seen, as the resolution needs it: cheap, without text of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Spot {
    /// In the description, from byte to byte.
    Description(usize, usize),
    /// In the name.
    Name(usize, usize),
    /// In the title.
    Title(usize, usize),
    /// In a parameter, by index.
    Parameter(usize),
    /// In a hint.
    Hint(&'static str),
    /// Nowhere.
    Nowhere,
}

/// One sign of a category.
#[derive(Debug, Clone, Copy)]
pub(super) struct Signal<'a> {
    /// The word chosen, where the sign is a parameter's allowed word; else empty.
    pub(super) word: &'a str,
    /// The rule, by index; none for a catalog's word.
    pub(super) rule: Option<u16>,
    /// The rule's id.
    pub(super) id: &'a str,
    /// What it speaks for.
    pub(super) category: Category,
    /// How much it weighs.
    pub(super) weight: u8,
    /// Where it was seen.
    pub(super) spot: Spot,
    /// The catalog's word, by verb index.
    pub(super) verb: u16,
}

impl<'a> Signal<'a> {
    /// The total order of signs: weight, then severity, then place and id. Positions in lists never matter.
    pub(super) fn rank(&self) -> (u8, Category, std::cmp::Reverse<Spot>, &'a str) {
        (
            self.weight,
            self.category,
            std::cmp::Reverse(self.spot),
            self.id,
        )
    }
}

/// The text a verb was read in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// The description.
    Description,
    /// The name.
    Name,
    /// The title.
    Title,
}

/// The weight of a verb: what the description plainly says beats what the name plainly says, and both
/// beat what either says vaguely. None for what is too vague to count there.
pub(super) const fn weight(source: Source, part: Part, sure: Strength) -> Option<u8> {
    match (source, part, sure) {
        (Source::Description, Part::Main | Part::Later, Strength::Plain) => Some(90),
        (Source::Name, Part::Purpose, Strength::Plain) => Some(62),
        (Source::Name, _, Strength::Plain) => Some(80),
        (Source::Title, _, Strength::Plain) => Some(78),
        (Source::Description, Part::Purpose | Part::Passive, Strength::Plain) => Some(72),
        (Source::Description, Part::Main, Strength::Likely) => Some(70),
        (Source::Description, Part::Later, Strength::Likely) => Some(68),
        (Source::Name, Part::Purpose, Strength::Likely) => Some(52),
        (Source::Name, _, Strength::Likely) => Some(60),
        (Source::Title, _, Strength::Likely) => Some(58),
        (Source::Description, Part::Purpose | Part::Passive, Strength::Likely) => Some(50),
        (Source::Description, Part::Main, Strength::Faint) => Some(30),
        (Source::Name, _, Strength::Faint) => Some(20),
        (Source::Title, _, Strength::Faint) => Some(18),
        (Source::Description, Part::Later | Part::Purpose | Part::Passive, Strength::Faint) => None,
    }
}

/// The most that a verb of reading weighs in a name: a description that says otherwise is believed.
pub(super) const NAME_READS: u8 = 66;
/// Weight of a description that begins with what is asked: "details of …".
pub(super) const DESCRIBES: u8 = 82;
/// Weight of a word that the catalog itself defines.
pub(super) const CATALOG: u8 = 100;
/// Weight of a phrase that says the whole ("read-only").
pub(super) const PHRASE: u8 = 95;
/// Weight of a phrase that says less.
pub(super) const PHRASE_LIKELY: u8 = 75;
/// Weight of a parameter that plainly says what is done, such as a value by which the caller chooses it.
pub(super) const CHOICE: u8 = 90;
/// Weight of a likely sign among parameters and phrases.
pub(super) const LIKELY: u8 = 65;
/// Weight of a declared hint that makes the rating stricter.
pub(super) const HINT: u8 = 85;
/// Weight of a destructive hint.
pub(super) const HINT_DESTRUCTIVE: u8 = 25;
/// Weight of a faint sign among parameters.
pub(super) const FAINT: u8 = 16;
/// Weight of a declared hint that agrees with reading.
pub(super) const HINT_AGREES: u8 = 45;
/// Weight of the want of any sign.
pub(super) const NOTHING: u8 = 10;
/// From this weight on, a sign is sure.
pub(super) const SURE: u8 = 50;
