//! Docstrings as servers write them, in several styles and languages, and texts that are none.

use proptest::prelude::*;

use super::{About, Block, Docstring, Part, Passage};

/// A part in a few words: its first letter, its introduction, its fields.
fn told(part: &Part<'_>) -> String {
    let flat = |passage: &Passage<'_>| {
        let words: Vec<&str> = passage.text.split_whitespace().collect();
        words.join(" ")
    };
    let mut told = match part.about {
        About::Text => "T",
        About::Arguments => "A",
        About::Returns => "R",
        About::Raises => "E",
        About::Example => "X",
        About::Notes => "N",
    }
    .to_owned();
    told.push('|');
    told.push_str(&flat(&part.intro));
    for field in &part.fields {
        let [name, kind, text] = [field.name, field.kind, &flat(&field.text)];
        told.extend(["|", name, "(", kind, ")=", text]);
    }
    told
}

fn read(text: &str) -> Vec<String> {
    let docstring = Docstring::of(text);
    docstring.parts.iter().map(told).collect()
}

const STYLES: &[(&str, &[&str])] = &[
    (
        "Gets the weather.\n\n    More of it.\n\n    Args:\n        city (str, optional): The city,\n            \
         or a part of it.\n        raises: Not a heading.\n\n    Returns:\n        dict: with keys\n            - a: b\n\n    \
         Raises:\n        ValueError: If there is no city.\n\n    Closed on Sundays.\n",
        &[
            "T|Gets the weather. More of it.",
            "A||city(str, optional)=The city, or a part of it.|raises()=Not a heading.",
            "R|dict: with keys - a: b",
            "E||ValueError()=If there is no city.",
            "T|Closed on Sundays.",
        ],
    ),
    (
        "Adds.\nArgs:\nparams: The values\nreturns: Whether to return\n\nExample: add(1, 2)\nReturns: The sum.\nMore of it.\n\nNot of it.",
        &[
            "T|Adds.",
            "A||params()=The values|returns()=Whether to return",
            "X|add(1, 2)",
            "R|The sum. More of it.",
            "T|Not of it.",
        ],
    ),
    (
        "eGFR.\n\nParameters:\n-----------\nage : int\n    Years.\nmale : bool, optional\n    Sex.\n\nReturns\n-------\n\
         float\n    The rate.\n\nFormula\n-------\na = b\n",
        &[
            "T|eGFR.",
            "A||age(int)=Years.|male(bool, optional)=Sex.",
            "R|float The rate.",
            "T|Formula ------- a = b",
        ],
    ),
    (
        "Converts.\n:param str svg: The code\n    of it\n:type svg: str\n:raises KeyError: If none.\n:return: A path\n:rtype: str\n\nDone.",
        &[
            "T|Converts.",
            "A||svg(str)=The code of it",
            "A||svg()=str",
            "E||KeyError()=If none.",
            "R|A path",
            "R|str",
            "T|Done.",
        ],
    ),
    (
        "Reads.\n * @param {{a: string}} path - Where\n * @param [depth] How deep\n * @returns {Promise<string>} the text\n\
         * @throws {Error} if none\n * @example\n * read('x')\n * @since 2",
        &[
            "T|Reads.",
            "A||path({a: string})=Where",
            "A||[depth]()=How deep",
            "R|{Promise<string>} the text",
            "E||Error()=if none",
            "X|* read('x')",
            "T|* @since 2",
        ],
    ),
    (
        "Finds.\n\n## Parameters\n\n- `query` (string): What\n- **limit**: How many\n\n### Example usage\n```json\n\
         # no heading\nArgs: none\n```\n## Limits\nTen.",
        &[
            "T|Finds.",
            "A||query(string)=What|limit()=How many",
            "X|```json # no heading Args: none ```",
            "T|## Limits Ten.",
        ],
    ),
    (
        "Sends.\n\n**Args:**\n- to: Whom\n\n- text: What\n\n**Returns**\n\nAn id.\n\nNote: It is sent at once.\n**Notes:**\nSlow.",
        &[
            "T|Sends.",
            "A||to()=Whom|text()=What",
            "R|An id.",
            "T|Note: It is sent at once.",
            "N|Slow.",
        ],
    ),
    (
        "Pays.\n<example>\nArgs: none\n</example>\nOnce.",
        &["T|Pays.", "X|Args: none", "T|Once."],
    ),
    (
        "Holt Daten.\n\nArgumente:\n    ort: Der Ort\nRückgabe:\n    Ein Text.\nBeispiel:\n    hole('Bonn')\nHinweis:\n    Langsam.",
        &[
            "T|Holt Daten.",
            "A||ort()=Der Ort",
            "R|Ein Text.",
            "X|hole('Bonn')",
            "N|Langsam.",
        ],
    ),
    (
        "Lit.\nParamètres :\n  ville : La ville\nRetourne :\n  Un texte.\nLève :\n  ValueError : si vide\nExemple : lit('Lyon')",
        &[
            "T|Lit.",
            "A||ville()=La ville",
            "R|Un texte.",
            "E||ValueError()=si vide",
            "X|lit('Lyon')",
        ],
    ),
    (
        "Lee.\nParámetros:\n  ciudad: La ciudad\nDevuelve: Un texto.\nExcepciones:\n  KeyError: si falta\nEjemplo:\n  lee('Vigo')",
        &[
            "T|Lee.",
            "A||ciudad()=La ciudad",
            "R|Un texto.",
            "E||KeyError()=si falta",
            "X|lee('Vigo')",
        ],
    ),
    (
        "Lê.\nParâmetros:\n  cidade: A cidade\nRetorna:\n  Um texto.\nObservações:\n  Lento.",
        &["T|Lê.", "A||cidade()=A cidade", "R|Um texto.", "N|Lento."],
    ),
    (
        "相减。\n\n参数(Parameters):\n    a: 第一个数\n    b：第二个数\n\n返回：两个数的差\n\n示例：\n    sub(2, 1)\n",
        &[
            "T|相减。",
            "A||a()=第一个数|b()=第二个数",
            "R|两个数的差",
            "X|sub(2, 1)",
        ],
    ),
    (
        "取得します。\n【引数】\ncity: 都市\n【戻り値】\n文字列\n例外：\n  ValueError: 空の場合",
        &[
            "T|取得します。",
            "A||city()=都市",
            "R|文字列",
            "E||ValueError()=空の場合",
        ],
    ),
    (
        "Returns the rows of a table: all of them.\nUse it for example: now. See https://a.example/x: it helps.\n- Args: no",
        &[
            "T|Returns the rows of a table: all of them. Use it for example: now. See https://a.example/x: it helps. - Args: no",
        ],
    ),
    ("Args:\nReturns:\n", &["A|", "R|"]),
    ("", &[]),
];

#[test]
fn sections_are_read_in_all_styles_and_languages() {
    for (text, parts) in STYLES {
        assert_eq!(read(text), *parts, "{text}");
    }
}

#[test]
fn the_lead_is_the_summary_or_all_there_is() {
    let lead = |text| Docstring::of(text).lead().0.to_owned();
    assert_eq!(lead(" Gets it.\n\nArgs:\n  a: b"), "Gets it.");
    assert_eq!(lead("\nReturns: the day.\n"), "Returns: the day.");
    assert_eq!(lead("Plain.\n\nWords."), "Plain.\n\nWords.");
}

#[test]
fn a_passage_keeps_lines_only_where_they_say_something() {
    let text = "  dict with\n  two keys\n\n  - a\n    - b\n\n  ```\n  x\n\n  y\n  ```\n";
    let blocks = Passage::whole(text).blocks();
    let lines = |text: &str| Block::Lines(text.to_owned());
    assert_eq!(
        blocks,
        [
            Block::Paragraph("dict with two keys".to_owned()),
            lines("- a\n  - b"),
            lines("```\nx\n\ny\n```"),
        ]
    );
    assert_eq!(
        Passage::whole("\n    ```py\n    f(\n      x)\n    ```\n").program(),
        "f(\n  x)"
    );
    let inline = Passage {
        text: " One\n      two",
        inline: true,
    };
    assert_eq!(inline.blocks(), [Block::Paragraph("One two".to_owned())]);
}

/// Every byte belongs to one part, and what a part says stands within its bytes.
fn covers(text: &str) {
    let docstring = Docstring::of(text);
    let mut end = 0;
    for part in &docstring.parts {
        assert_eq!(part.range.start, end, "{text:?}");
        assert!(part.range.end > end, "{text:?}");
        end = part.range.end;
        let own = text.get(part.range.clone()).unwrap();
        let within = |piece: &str| {
            let start = piece.as_ptr() as usize - own.as_ptr() as usize;
            start + piece.len() <= own.len()
        };
        assert!(
            part.intro.text.is_empty() || within(part.intro.text),
            "{text:?}"
        );
        for field in &part.fields {
            for piece in [field.name, field.kind, field.text.text] {
                assert!(piece.is_empty() || within(piece), "{text:?}");
            }
            drop(field.text.blocks());
        }
        drop((part.intro.blocks(), part.intro.program()));
    }
    assert_eq!(end, text.len(), "{text:?}");
}

/// Lines that docstrings are made of, and what breaks them.
fn line() -> impl Strategy<Value = String> {
    let words = [
        "Args:",
        "Returns:",
        "Raises:",
        "Example:",
        "**Notes:**",
        "## Parameters",
        "# x",
        "-----",
        "===",
        "a: b",
        "- a (b): c",
        "a : int",
        ":param a: b",
        ":raises:",
        ":",
        "@param {a b - c",
        "@returns",
        "@",
        "* @throws x",
        "<example>",
        "</example>",
        "```",
        "```py",
        "参数：",
        "【引数】",
        "**",
        "{}{",
        "Returns: x",
        "\u{a0}",
        "\r",
        "1. a",
        "10) b: c",
        "#",
        "####### a",
        "İ:",
        "（",
        "word",
    ];
    let indent = prop_oneof![
        Just(""),
        Just(" "),
        Just("    "),
        Just("\t"),
        Just("\u{3000}")
    ];
    let word = prop_oneof![
        4 => prop::sample::select(words.to_vec()).prop_map(str::to_owned),
        1 => ".{0,12}",
    ];
    (indent, word).prop_map(|(indent, word)| format!("{indent}{word}"))
}

proptest! {
    #[test]
    fn no_text_loses_a_byte(lines in prop::collection::vec(line(), 0..24), end in "\n?") {
        covers(&(lines.join("\n") + &end));
    }

    #[test]
    fn no_characters_lose_a_byte(text in "\\PC{0,60}") {
        covers(&text);
    }
}

#[test]
fn long_texts_are_read_in_one_pass() {
    for piece in [
        "Args:\n",
        "```\n",
        "a: b\n",
        ":param a: b\n",
        "(",
        "{",
        "*",
        "-----\n",
        " \n",
        "<example>\n",
        "#",
        "@param {",
    ] {
        covers(&piece.repeat(400_000 / piece.len()));
    }
}
