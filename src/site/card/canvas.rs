//! A picture in sixteen colours: boxes, text, and the PNG of it.

use png::{BitDepth, ColorType, Compression, Encoder, Filter};

use super::letters::{Size, letter};
use crate::model::Severity;

/// The size that consumers of Open Graph ask for, in pixels.
pub(super) const WIDTH: usize = 1200;
const HEIGHT: usize = 630;
/// Two pixels a byte.
const ROW: usize = WIDTH / 2;

/// A colour to draw in; the ground is what is not drawn.
#[derive(Debug, Clone, Copy)]
pub(super) enum Colour {
    Text,
    Soft,
    Severity(Severity),
}

const GROUND: [u8; 3] = [0xfc, 0xfc, 0xfa];
const TEXT: [u8; 3] = [0x1d, 0x20, 0x25];
const SOFT: [u8; 3] = [0x56, 0x5b, 0x64];
/// By severity, mildest first: the text colours of the site's light theme.
const SEVERITIES: [[u8; 3]; 4] = [
    [0x1b, 0x6a, 0x3b],
    [0x72, 0x50, 0x00],
    [0x96, 0x34, 0x00],
    [0x9a, 0x0f, 0x34],
];

impl Colour {
    /// Its place in the palette where it covers so many quarters of a pixel.
    const fn index(self, quarters: u8) -> u8 {
        match (self, quarters) {
            (_, 0) => 0,
            (Self::Text, _) => quarters,
            (Self::Soft, _) => 4 + quarters,
            (Self::Severity(Severity::Low), _) => 9,
            (Self::Severity(Severity::Medium), _) => 10,
            (Self::Severity(Severity::High), _) => 11,
            (Self::Severity(Severity::Critical), _) => 12,
        }
    }
}

/// The ground, the text in quarters, the soft text in quarters, the severities.
fn palette() -> Vec<u8> {
    let blend = |colour: [u8; 3], quarters: u16| {
        let mut out = [0; 3];
        for ((slot, ground), full) in out.iter_mut().zip(GROUND).zip(colour) {
            let sum = u16::from(ground) * (4 - quarters) + u16::from(full) * quarters;
            *slot = u8::try_from(sum / 4).unwrap_or(u8::MAX);
        }
        out
    };
    let mut colours = vec![GROUND];
    colours.extend((1..=4).map(|quarters| blend(TEXT, quarters)));
    colours.extend((1..=4).map(|quarters| blend(SOFT, quarters)));
    colours.extend(SEVERITIES);
    colours.concat()
}

/// A picture.
#[derive(Debug)]
pub(super) struct Canvas {
    pixels: Vec<u8>,
}

impl Canvas {
    /// The ground alone.
    pub(super) fn new() -> Self {
        Self {
            pixels: vec![0; ROW * HEIGHT],
        }
    }

    /// Fills a box.
    pub(super) fn fill(&mut self, x: usize, y: usize, width: usize, height: usize, colour: Colour) {
        for row in y..y + height {
            for column in x..x + width {
                self.set(column, row, colour.index(4));
            }
        }
    }

    /// Writes a text from `x` on the base line `y`; what leaves the picture is cut off.
    pub(super) fn text(&mut self, x: usize, y: usize, size: Size, colour: Colour, text: &str) {
        let mut pen = x;
        for c in text.chars() {
            let Some(letter) = letter(size, c) else {
                continue;
            };
            let (left, top) = (pen.checked_add_signed(to_isize(letter.left)), y);
            let rows = letter.cover.chunks(letter.width.max(1)).enumerate();
            for (row, covers) in rows {
                let row = top
                    .checked_add_signed(to_isize(letter.top))
                    .map(|top| top + row);
                for (column, cover) in covers.iter().enumerate().filter(|(_, it)| **it > 0) {
                    if let (Some(left), Some(row)) = (left, row) {
                        self.set(left + column, row, colour.index(*cover));
                    }
                }
            }
            pen += letter.advance;
        }
    }

    fn set(&mut self, x: usize, y: usize, index: u8) {
        if x >= WIDTH {
            return;
        }
        if let Some(pair) = self.pixels.get_mut(y * ROW + x / 2) {
            *pair = if x.is_multiple_of(2) {
                (*pair & 0x0f) | (index << 4)
            } else {
                (*pair & 0xf0) | index
            };
        }
    }

    /// The picture as PNG. Equal pictures give equal bytes.
    pub(super) fn png(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let [width, height] = [WIDTH, HEIGHT].map(|side| u32::try_from(side).unwrap_or(u32::MAX));
        let mut encoder = Encoder::new(&mut out, width, height);
        encoder.set_color(ColorType::Indexed);
        encoder.set_depth(BitDepth::Four);
        encoder.set_palette(palette());
        encoder.set_compression(Compression::Fast);
        encoder.set_filter(Filter::Up);
        // A vector takes every byte, and the header fits the data.
        let written = encoder
            .write_header()
            .and_then(|mut writer| writer.write_image_data(&self.pixels));
        debug_assert!(written.is_ok(), "{written:?}");
        out
    }
}

fn to_isize(pixels: i32) -> isize {
    isize::try_from(pixels).unwrap_or_default()
}
