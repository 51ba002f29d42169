//! `wrong-article`.

use crate::check::Lint;
use crate::check::english::{Sound, is_english, sound};
use crate::check::prose::{Token, pieces, prose_tokens};
use crate::diagnostic::{Diagnostic, Fix, LintInfo};
use crate::rules::{Rated, RatedTool};

declare_lint! {
    /// ## What it does
    /// Reports `a execute` and `an write`: the article does not fit the sound of the next word.
    ///
    /// ## Why
    /// Small slips make readers doubt the large claims.
    ///
    /// ## Example
    /// ```yaml fail
    /// name: get_weather
    /// description: Gets a overview of a city.
    /// rationale: Returns a public forecast.
    /// ```
    /// Use instead:
    /// ```yaml pass
    /// name: get_weather
    /// description: Gets the forecast of a city.
    /// rationale: Returns a public forecast.
    /// ```
    WrongArticle, "TR206", "wrong-article", Warn,
    "an article does not fit the sound of the next word"
}

impl Lint for WrongArticle {
    fn info(&self) -> &'static LintInfo {
        &INFO
    }

    fn check_tool(&self, tool: &RatedTool<'_>, _: &Rated<'_>, found: &mut Vec<Diagnostic>) {
        for piece in pieces(tool.tool) {
            let slips = slips(piece.text);
            // What looks like an article may be a word of another language.
            if slips.is_empty() || !is_english(piece.text) {
                continue;
            }
            for slip in slips {
                let Slip {
                    article,
                    right,
                    word,
                } = slip;
                let message = format!("`{} {word}` should be `{right} {word}`", article.text);
                let range = article.start..article.start + article.text.len();
                let fix = Fix::Replace {
                    range,
                    to: right.to_owned(),
                };
                found.push(piece.finding(&INFO, message).fix(fix));
            }
        }
    }
}

/// An article that does not fit the word after it.
struct Slip<'a> {
    article: Token<'a>,
    right: &'static str,
    word: &'a str,
}

fn slips<'t>(text: &'t str) -> Vec<Slip<'t>> {
    let tokens = prose_tokens(text);
    let before = std::iter::once(None).chain(tokens.iter().map(Some));
    let slip = |((before, article), next): ((Option<&Token<'t>>, &Token<'t>), &Token<'t>)| {
        if !is_adjacent(text, article, next) || names_a_letter(before, article) {
            return None;
        }
        let word = next
            .text
            .trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '"', '\'']);
        right_article(article.text, word).map(|right| Slip {
            article: *article,
            right,
            word,
        })
    };
    before
        .zip(&tokens)
        .zip(tokens.iter().skip(1))
        .filter_map(slip)
        .collect()
}

/// Whether nothing but white space, and no blank line, stands between two tokens.
fn is_adjacent(text: &str, article: &Token<'_>, next: &Token<'_>) -> bool {
    let between = text
        .get(article.start + article.text.len()..next.start)
        .unwrap_or("-");
    between.chars().all(char::is_whitespace) && between.matches('\n').count() < 2
}

/// Whether an `a` is the name of a thing, as in "points a and b" and "Series A investors".
fn names_a_letter(before: Option<&Token<'_>>, article: &Token<'_>) -> bool {
    let Some(before) = before else { return false };
    let starts_sentence = before.text.ends_with(['.', '!', '?', ':', '-', '*']);
    let word = before.text.trim_start_matches(['(', '"']).to_lowercase();
    let singular = word.strip_suffix('s').unwrap_or(&word);
    !starts_sentence && (article.text.starts_with('A') || LETTERED.contains(&singular))
}

/// What people name by letters.
const LETTERED: &[&str] = &[
    "annex", "appendix", "case", "chart", "clas", "class", "column", "edge", "figure", "grade",
    "group", "hepatiti", "label", "letter", "line", "list", "node", "number", "option", "part",
    "plan", "player", "point", "route", "section", "set", "side", "step", "table", "team", "tool",
    "type", "user", "value", "variable", "variant", "vector", "version", "vertex", "vitamin",
];

/// Words after which no noun comes: an `a` before them is no article.
const NOT_OF_A_NOUN: &[&str] = &[
    "and", "are", "as", "at", "either", "else", "if", "in", "into", "is", "of", "on", "onto", "or",
];

/// The other article, when this one is plainly wrong.
fn right_article(article: &str, word: &str) -> Option<&'static str> {
    if NOT_OF_A_NOUN.contains(&word) {
        return None;
    }
    match (article, sound(word)?) {
        ("a", Sound::Vowel) => Some("an"),
        ("A", Sound::Vowel) => Some("An"),
        ("an", Sound::Consonant) => Some("a"),
        ("An", Sound::Consonant) => Some("A"),
        _ => None,
    }
}
