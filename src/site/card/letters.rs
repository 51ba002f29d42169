//! Glyphs of the bundled font, rasterised once for each size.
//!
//! The font is a part of Inter 4.001, semi-bold (Latin, no features), under the SIL Open Font
//! Licence, which lies beside it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use ab_glyph::{Font, FontRef, ScaleFont as _, point};

static FONT: &[u8] = include_bytes!("inter-semibold-latin.ttf");
static LETTERS: LazyLock<BTreeMap<(Size, char), Letter>> = LazyLock::new(letters);

/// How large a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Size {
    Small,
    Medium,
    Large,
    Huge,
}

impl Size {
    const ALL: [Self; 4] = [Self::Small, Self::Medium, Self::Large, Self::Huge];

    /// Pixels from line to line.
    const fn pixels(self) -> f32 {
        match self {
            Self::Small => 38.0,
            Self::Medium => 48.0,
            Self::Large => 68.0,
            Self::Huge => 110.0,
        }
    }
}

/// A rasterised glyph.
#[derive(Debug, Default)]
pub(super) struct Letter {
    /// Where its box begins, from the pen and the base line; in pixels.
    pub(super) left: i32,
    pub(super) top: i32,
    /// Pixels in a row of the box.
    pub(super) width: usize,
    /// How much of each pixel it covers: 0 to 4.
    pub(super) cover: Vec<u8>,
    /// How far the pen goes.
    pub(super) advance: usize,
}

/// The glyph of a character, where the font has one.
pub(super) fn letter(size: Size, c: char) -> Option<&'static Letter> {
    LETTERS.get(&(size, c))
}

/// Whether the font has every character of a text, and the text any.
pub(super) fn is_covered(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().all(|c| letter(Size::Small, c).is_some())
}

/// How wide a text is, in pixels.
pub(super) fn width(text: &str, size: Size) -> usize {
    let advance = |c: char| letter(size, c).map_or(0, |it| it.advance);
    text.chars().map(advance).sum()
}

/// The text, cut with an ellipsis where it is wider than that.
pub(super) fn fits(text: &str, size: Size, most: usize) -> String {
    if width(text, size) <= most {
        return text.to_owned();
    }
    let mut room = most.saturating_sub(width("…", size));
    let mut out = String::new();
    for c in text.chars() {
        let advance = letter(size, c).map_or(0, |it| it.advance);
        if advance > room {
            break;
        }
        room -= advance;
        out.push(c);
    }
    out.truncate(out.trim_end().len());
    out.push('…');
    out
}

fn letters() -> BTreeMap<(Size, char), Letter> {
    let mut letters = BTreeMap::new();
    let Ok(font) = FontRef::try_from_slice(FONT) else {
        return letters;
    };
    for size in Size::ALL {
        for (id, c) in font.codepoint_ids() {
            let scaled = font.as_scaled(size.pixels());
            let glyph = id.with_scale_and_position(size.pixels(), point(0.0, 0.0));
            let mut letter = Letter {
                advance: whole(scaled.h_advance(id)),
                ..Letter::default()
            };
            if let Some(outline) = font.outline_glyph(glyph) {
                let bounds = outline.px_bounds();
                letter.left = floor(bounds.min.x);
                letter.top = floor(bounds.min.y);
                letter.width = whole(bounds.width());
                // Rows follow each other, left to right.
                outline.draw(|_, _, cover| letter.cover.push(level(cover)));
            }
            letters.insert((size, c), letter);
        }
    }
    letters
}

/// Pixels, rounded.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sizes of glyphs are small and not negative"
)]
fn whole(pixels: f32) -> usize {
    pixels.max(0.0).round() as usize
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "places of glyphs are small"
)]
fn floor(pixels: f32) -> i32 {
    pixels.floor() as i32
}

/// Coverage in quarters.
fn level(cover: f32) -> u8 {
    [0.125, 0.375, 0.625, 0.875]
        .iter()
        .map(|step| u8::from(cover >= *step))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_font_has_the_letters_of_western_europe_with_ink_in_them() {
        assert!(is_covered("Evolution API – Größe, naïve “Señor” (2)…"));
        assert!(!is_covered("日本語"));
        assert!(!is_covered(" "));
        for c in ('A'..='Z').chain('a'..='z').chain('0'..='9') {
            for size in Size::ALL {
                let letter = letter(size, c).unwrap();
                assert!(letter.cover.contains(&4), "{c}");
                assert_eq!(letter.cover.len() % letter.width, 0, "{c}");
                assert!(letter.advance > 0 && letter.top < 0, "{c}");
            }
        }
    }

    #[test]
    fn a_wide_text_is_cut_to_its_room() {
        let text = fits(&"wide ".repeat(100), Size::Huge, 500);
        assert!(
            text.ends_with('…') && width(&text, Size::Huge) <= 500,
            "{text}"
        );
    }
}
