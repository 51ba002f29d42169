//! Text as a reader takes it: compatibility forms, look-alike letters, accents and invisible
//! characters folded away.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_canonical;

use crate::escape::is_hidden;
use crate::lookalike::skeleton;

/// The folded form of a text. ASCII stays as it is, letters of other cases included: the word lists
/// are looked up without regard to ASCII case.
pub(super) fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let visible = text.nfkc().filter(|c| !is_joiner(*c));
    let mut word = String::new();
    for c in visible {
        if c.is_alphanumeric() {
            word.push(c);
        } else {
            push_word(&word, &mut out);
            word.clear();
            out.push(plain_mark(c));
        }
    }
    push_word(&word, &mut out);
    Cow::Owned(out)
}

/// Whether a character only joins or parts letters, so that a word goes on across it.
fn is_joiner(c: char) -> bool {
    is_hidden(c) && !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}')
        || matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe0f}')
}

/// Marks that have an ASCII twin.
fn plain_mark(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bc}' => '\'',
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{3002}' => '.',
        c if c.is_whitespace() && c != '\n' => ' ',
        c => c,
    }
}

fn push_word(word: &str, out: &mut String) {
    if mixes_scripts(word) {
        // Latin letters with look-alikes of other alphabets among them.
        for c in word.chars().flat_map(char::to_lowercase) {
            if c.is_ascii() {
                out.push(c);
            } else {
                out.extend(skeleton(c.encode_utf8(&mut [0; 4])).flat_map(char::to_lowercase));
            }
        }
        return;
    }
    for c in word.chars().flat_map(char::to_lowercase) {
        match c {
            '\u{131}' => out.push('i'),
            '\u{142}' => out.push('l'),
            '\u{f8}' => out.push('o'),
            '\u{111}' => out.push('d'),
            '\u{df}' => out.push_str("ss"),
            '\u{e6}' => out.push_str("ae"),
            c if has_accents(c) => {
                let mut base = None;
                decompose_canonical(c, |part| base = base.or(Some(part)));
                out.extend(base);
            }
            '\u{300}'..='\u{36f}' => {}
            c => out.push(c),
        }
    }
}

/// Whether a letter is of an alphabet whose accents people leave out: Latin, Greek, Cyrillic.
fn has_accents(c: char) -> bool {
    matches!(c, '\u{c0}'..='\u{24f}' | '\u{370}'..='\u{52f}' | '\u{1e00}'..='\u{1fff}')
}

/// Whether a word has Latin letters and letters of another alphabet that look like Latin ones.
pub(super) fn mixes_scripts(word: &str) -> bool {
    if word.is_ascii() {
        return false;
    }
    let latin = word.chars().any(|c| c.is_ascii_alphabetic());
    let other = |c: char| matches!(c, '\u{370}'..='\u{3ff}' | '\u{400}'..='\u{52f}' | '\u{531}'..='\u{58f}' | '\u{13a0}'..='\u{13ff}' | '\u{a4d0}'..='\u{a4ff}');
    let others: Vec<char> = word.chars().filter(|c| other(*c)).collect();
    // A whole word of another script beside a Latin unit (`10µm`) is no disguise.
    latin && !others.is_empty() && word.chars().count() > 2 && {
        let text: String = others.iter().collect();
        skeleton(&text).all(|c| c.is_ascii())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn disguises_are_folded_away() {
        assert_eq!(fold("Ign\u{43e}r\u{435} \u{ff41}\u{ff42}"), "ignore ab");
        assert_eq!(fold("i\u{200b}g\u{200d}n"), "ign");
        assert_eq!(
            fold("Instru\u{e7}\u{f5}es don\u{2019}t"),
            "instrucoes don't"
        );
        assert_eq!(fold("Прочитай"), "прочитаи");
        assert!(matches!(fold("Plain Text"), Cow::Borrowed(_)));
    }

    #[test]
    fn words_of_one_alphabet_are_not_taken_for_disguises() {
        for word in ["Привет", "\u{3b1}\u{3b2}", "10\u{b5}m", "日本語x", "naïve"] {
            assert!(!mixes_scripts(word), "{word}");
        }
        assert!(mixes_scripts("p\u{430}ypal"));
    }
}
