//! What English spelling tells about sound, and whether a text is English at all. Where the letters do
//! not tell, the answer is that nobody knows.

use super::prose::words;

/// How a word begins when it is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sound {
    Vowel,
    Consonant,
}

/// How a word in lower case begins when it is spoken. `None` for what may be spelled out (`ssh`, `faq`),
/// for names of code, and for words whose first letter has two sounds and that are not listed.
pub(super) fn sound(word: &str) -> Option<Sound> {
    let first_part = word.split('-').next().unwrap_or_default();
    let letters = word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    if !letters || first_part.len() < 3 || !first_part.contains(['a', 'e', 'i', 'o', 'u', 'y']) {
        return None;
    }
    let begins = |starts: &[&str]| starts.iter().any(|start| first_part.starts_with(start));
    if UNKNOWN.contains(&first_part) || !is_spoken(first_part) {
        return None;
    }
    match first_part.chars().next()? {
        'e' if begins(&["eu", "ew"]) => None,
        'o' if begins(&["onerous"]) => Some(Sound::Vowel),
        'o' if begins(&["oner", "onei"]) => None,
        'o' if begins(&["one", "once", "oui"]) => Some(Sound::Consonant),
        'o' if begins(&["ou"]) => begins(&["out", "our", "ounce"]).then_some(Sound::Vowel),
        'a' | 'e' | 'i' | 'o' => (!SPELLED_OUT.contains(&first_part)).then_some(Sound::Vowel),
        'u' if begins(YOU) => Some(Sound::Consonant),
        'u' => begins(UNDER).then_some(Sound::Vowel),
        'h' if begins(&["hour", "honest", "honor", "honour", "heir"]) => Some(Sound::Vowel),
        'h' | 'x' => HARD.contains(&first_part).then_some(Sound::Consonant),
        // A short word that begins with one of these may be spelled out, and its letter's name begins
        // with a vowel: an `lsp`, an `seo`.
        'f' | 'l' | 'm' | 'n' | 'r' | 's' if first_part.len() < 5 => {
            HARD.contains(&first_part).then_some(Sound::Consonant)
        }
        _ => Some(Sound::Consonant),
    }
}

/// Words that nobody can tell the sound of by their letters.
const UNKNOWN: &[&str] = &["unet", "unesco", "upc", "upi", "upn", "upnp", "ups"];

/// Letters whose own names begin with a vowel. A word that begins with one of these may be read letter by letter.
const NAMED_WITH_A_VOWEL: &[char] = &['f', 'l', 'm', 'n', 'r', 's'];

/// How a word that begins with one of these letters and another consonant can be spoken as a word, the letter after
/// these being a vowel.
const ONSETS: &[&str] = &[
    "fl", "fr", "rh", "sc", "sch", "scr", "sh", "shr", "sk", "sl", "sm", "sn", "sp", "sph", "spl",
    "spr", "squ", "st", "str", "sw",
];

/// Whether a word can be spoken as one: `nginx`, `rsync` and `ffmpeg` begin with the name of a letter, or as their
/// readers please.
fn is_spoken(word: &str) -> bool {
    let is_vowel = |c: char| "aeiouy".contains(c);
    let onset = word.find(is_vowel).unwrap_or(word.len());
    let begins = |letters: &[char]| word.starts_with(letters);
    // A `y` before a consonant is a vowel itself.
    if begins(&['y']) {
        return word.chars().nth(1).is_some_and(is_vowel);
    }
    let onset = if word.starts_with("squ") { 3 } else { onset };
    let onset = word.get(..onset).unwrap_or(word);
    !begins(NAMED_WITH_A_VOWEL) || onset.len() < 2 || ONSETS.contains(&onset)
}

/// Beginnings that sound like "you".
const YOU: &[&str] = &[
    "unanim", "unary", "unicorn", "unif", "union", "unique", "unit", "univers", "usab", "usage",
    "use", "usual", "usur", "utilit", "utopi", "uniqu",
];

/// Beginnings that sound like "under".
const UNDER: &[&str] = &[
    "ugly", "ultra", "umbrella", "unab", "unal", "unam", "unan", "unap", "unar", "unas", "unat",
    "unau", "unav", "unaw", "unb", "unc", "und", "une", "unf", "ung", "unh", "unk", "unl", "unm",
    "unn", "uno", "unp", "unr", "uns", "unt", "unu", "unv", "unw", "up", "urg", "usher", "utter",
];

/// Short words in which the first letter is plainly spoken as a consonant.
const HARD: &[&str] = &[
    "half", "hand", "hard", "hash", "head", "header", "heading", "helper", "hidden", "high",
    "higher", "history", "hook", "host", "hosted", "hotel", "house", "human", "hundred", "fast",
    "few", "field", "file", "final", "first", "fixed", "flag", "flat", "form", "free", "full",
    "fund", "label", "large", "last", "lead", "lease", "less", "level", "like", "line", "link",
    "list", "live", "local", "lock", "log", "long", "loop", "loss", "lot", "low", "main", "major",
    "map", "mark", "match", "menu", "merge", "mesh", "model", "month", "more", "much", "name",
    "near", "new", "next", "node", "note", "number", "race", "range", "rate", "raw", "read",
    "real", "record", "red", "rich", "risk", "role", "room", "root", "route", "row", "rule", "run",
    "safe", "same", "save", "scan", "scene", "seat", "self", "sent", "set", "shop", "short",
    "show", "side", "sign", "site", "size", "slot", "slow", "small", "soft", "sort", "spot",
    "step", "stop", "such", "suit",
];

/// Words of vowels that are read letter by letter, or that are not English.
const SPELLED_OUT: &[&str] = &["este", "esta", "ese", "essa", "isso", "una", "un"];

/// Whether a text is plainly English: it has the small words of English, and more of them than of
/// other languages.
pub(super) fn is_english(text: &str) -> bool {
    let text = text.to_lowercase();
    let words = words(&text);
    let count = |list: &[&str]| words.iter().filter(|word| list.contains(word)).count();
    let (english, other) = (count(ENGLISH), count(OTHER));
    english > 0 && english > 2 * other
}

/// Frequent words of English texts about tools, none of them a frequent word of another language.
const ENGLISH: &[&str] = &[
    "add", "adds", "all", "and", "any", "are", "be", "by", "can", "create", "creates", "delete",
    "deletes", "each", "existing", "find", "for", "from", "get", "gets", "given", "has", "if",
    "into", "is", "it", "its", "list", "lists", "new", "of", "only", "or", "read", "reads",
    "return", "returns", "run", "runs", "search", "send", "sends", "set", "sets", "that", "the",
    "their", "this", "to", "update", "updates", "use", "used", "when", "where", "which", "with",
    "you", "your",
];

/// Frequent words of other languages that English does not have.
const OTHER: &[&str] = &[
    "al", "az", "che", "com", "con", "cette", "das", "de", "del", "dem", "den", "der", "des", "di",
    "du", "een", "ein", "eine", "einer", "el", "em", "en", "es", "esse", "est", "esta", "este",
    "et", "ez", "het", "il", "ist", "la", "las", "le", "les", "lo", "los", "mit", "na", "nach",
    "nao", "não", "nie", "nem", "och", "oder", "och", "os", "para", "per", "por", "pour", "que",
    "se", "sich", "sur", "um", "uma", "un", "una", "und", "une", "uno", "van", "vom", "von",
    "voor", "y", "zu", "zum", "zur",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sound_is_told_only_where_the_letters_tell_it() {
        for word in words(
            "overview item hour update unknown execute out-of-date api onerous unanswered unexpected etcd",
        ) {
            assert_eq!(sound(word), Some(Sound::Vowel), "{word}");
        }
        for word in words(
            "forecast unicorn one-time user write list unique host unary unanimous once onedrive schema string \
             splitter frame square rhythm snapshot year yaml gzip kubectl",
        ) {
            assert_eq!(sound(word), Some(Sound::Consonant), "{word}");
        }
        let unknown = words(
            "ssh npm sms mcp n8n MP3 xml url uuid faq seo lsp nginx rsync ffmpeg nvidia ngrok rclone rvalue lvalue \
             fstab unet mkdir mlflow sqlite stdin sshd lldb nvme ndjson ssh-agent mnemonic nfsiostat rpcbind sbatch \
             srun lxd fzf xterm upnp ups yttrium ytdlp get_user e-mail historic european NASA",
        );
        for word in unknown.into_iter().chain(["a/b", ""]) {
            assert_eq!(sound(word), None, "{word}");
        }
    }

    #[test]
    fn other_languages_are_not_taken_for_english() {
        assert!(is_english("Gets a overview of a city."));
        for text in [
            "Lee el mensaje que se manda a este cliente y a ese otro.",
            "Envia a imagem para a equipe do projeto.",
            "Letölti a adatokat.",
            "Gibt eine Liste der Städte zurück.",
            "get_item a item",
        ] {
            assert!(!is_english(text), "{text}");
        }
    }
}
