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

/// Words that no noun begins with: an `a` before them is the name of something, as in “compares a against b”, and an
/// `an` before them is no slip of the article. They are prepositions, conjunctions, pronouns and helping verbs.
const NOT_OF_A_NOUN: &[&str] = &[
    "aboard",
    "about",
    "above",
    "across",
    "after",
    "against",
    "ahead",
    "along",
    "alongside",
    "already",
    "also",
    "although",
    "always",
    "am",
    "amid",
    "amidst",
    "among",
    "amongst",
    "and",
    "any",
    "apart",
    "are",
    "around",
    "as",
    "aside",
    "at",
    "away",
    "be",
    "because",
    "been",
    "before",
    "behind",
    "below",
    "beneath",
    "beside",
    "besides",
    "between",
    "beyond",
    "both",
    "but",
    "by",
    "can",
    "cannot",
    "could",
    "despite",
    "did",
    "do",
    "does",
    "down",
    "during",
    "each",
    "either",
    "else",
    "ever",
    "except",
    "for",
    "from",
    "had",
    "has",
    "have",
    "he",
    "her",
    "here",
    "his",
    "how",
    "if",
    "in",
    "inside",
    "instead",
    "into",
    "is",
    "it",
    "its",
    "itself",
    "may",
    "might",
    "must",
    "my",
    "neither",
    "nor",
    "not",
    "of",
    "off",
    "on",
    "onto",
    "opposite",
    "or",
    "otherwise",
    "our",
    "out",
    "outside",
    "over",
    "past",
    "per",
    "shall",
    "she",
    "should",
    "since",
    "so",
    "than",
    "that",
    "the",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "though",
    "through",
    "throughout",
    "till",
    "to",
    "toward",
    "towards",
    "under",
    "underneath",
    "unless",
    "unlike",
    "until",
    "unto",
    "up",
    "upon",
    "versus",
    "via",
    "was",
    "we",
    "were",
    "when",
    "where",
    "whereas",
    "whether",
    "which",
    "while",
    "who",
    "whose",
    "why",
    "will",
    "with",
    "within",
    "without",
    "would",
    "you",
    "your",
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

#[cfg(test)]
mod tests {
    use super::slips;

    #[test]
    fn only_what_is_plainly_an_article_is_corrected() {
        for text in [
            "Reloads a nginx and an nginx.",
            "Starts an rsync, an ffmpeg, a nvidia, a ngrok, an rclone and a fstab.",
            "Compares a against b, a over b, a under b, a after b and a above b.",
            "Takes a unless b is given, a until b, a along b, a across b, a around b, a upon b.",
            "Takes a although b is given, a instead of b, a unlike b, a about b and a out of b.",
            "Applies a unary or a unanimous rule.",
            "Trains a unet or an unet.",
            "Maps an to b, and an with b.",
        ] {
            let found: Vec<_> = slips(text).iter().map(|it| it.word).collect();
            assert!(found.is_empty(), "{text}: {found:?}");
        }
        for (text, right) in [
            ("An unary rule.", "A"),
            ("A onerous task.", "An"),
            ("Takes an string.", "a"),
            ("Takes a unexpected turn.", "an"),
            ("Takes an one-time code.", "a"),
        ] {
            let found: Vec<_> = slips(text).iter().map(|it| it.right).collect();
            assert_eq!(found, [right], "{text}");
        }
    }
}
