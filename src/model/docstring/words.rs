//! The words that docstrings have above their sections, in several languages.

use super::About;

/// How long a heading of a section is at most, in bytes.
const LONGEST: usize = 64;

/// A heading that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) about: About,
    /// Whether it is a heading, too, where text follows it on its line. Elsewhere people write such words in prose.
    pub(super) inline: bool,
}

/// The headings in lower case, and whether text may follow them on their line.
const HEADINGS: &[(About, bool, &[&str])] = &[
    (
        About::Arguments,
        true,
        &[
            "args",
            "arg",
            "arguments",
            "argument",
            "parameters",
            "parameter",
            "params",
            "param",
            "argumente",
            "paramètres",
            "paramètre",
            "parámetros",
            "parámetro",
            "argumentos",
            "parâmetros",
            "parâmetro",
            "parametri",
            "argomenti",
            "параметры",
            "аргументы",
            "参数",
            "參數",
            "参数说明",
            "参数列表",
            "参数描述",
            "输入参数",
            "引数",
            "パラメータ",
            "パラメーター",
            "매개변수",
        ],
    ),
    (
        About::Arguments,
        false,
        &[
            "keyword arguments",
            "keyword args",
            "required arguments",
            "required parameters",
            "optional arguments",
            "optional parameters",
            "other parameters",
            "input parameters",
            "input",
            "inputs",
            "eingabe",
            "eingaben",
            "übergabeparameter",
            "entrée",
            "entrées",
            "entrada",
            "entradas",
            "输入",
            "入力",
        ],
    ),
    (
        About::Returns,
        true,
        &[
            "returns",
            "return",
            "yields",
            "yield",
            "return value",
            "return values",
            "rückgabe",
            "rückgabewert",
            "rückgabewerte",
            "retourne",
            "renvoie",
            "retour",
            "valeur de retour",
            "devuelve",
            "retorna",
            "retorno",
            "devolve",
            "restituisce",
            "ritorna",
            "возвращает",
            "返回",
            "返回值",
            "返回结果",
            "返回说明",
            "返回内容",
            "返回值说明",
            "戻り値",
            "返り値",
            "반환",
            "반환값",
        ],
    ),
    (
        About::Returns,
        false,
        &[
            "output",
            "outputs",
            "output format",
            "response",
            "response format",
            "return format",
            "returns on success",
            "ausgabe",
            "sortie",
            "salida",
            "saída",
            "输出",
            "出力",
        ],
    ),
    (
        About::Raises,
        true,
        &[
            "raises",
            "raise",
            "throws",
            "throw",
            "löst aus",
            "wirft",
            "lève",
            "lanza",
            "lança",
            "异常",
            "抛出",
            "例外",
        ],
    ),
    (
        About::Raises,
        false,
        &[
            "errors",
            "error responses",
            "exceptions",
            "fehler",
            "ausnahmen",
            "erreurs",
            "errores",
            "excepciones",
            "erros",
            "exceções",
            "исключения",
            "错误",
            "エラー",
        ],
    ),
    (
        About::Example,
        true,
        &[
            "example",
            "examples",
            "beispiel",
            "beispiele",
            "exemple",
            "exemples",
            "ejemplo",
            "ejemplos",
            "exemplo",
            "exemplos",
            "esempio",
            "esempi",
            "пример",
            "примеры",
            "示例",
            "例子",
            "例",
            "使用例",
            "예시",
            "예제",
        ],
    ),
    (
        About::Example,
        false,
        &[
            "usage",
            "example usage",
            "example request",
            "example response",
            "usage example",
            "usage examples",
            "verwendung",
            "utilisation",
            "uso",
            "用法",
            "使用示例",
            "使い方",
        ],
    ),
    (
        About::Notes,
        false,
        &[
            "note",
            "notes",
            "usage notes",
            "usage tips",
            "hinweis",
            "hinweise",
            "anmerkung",
            "anmerkungen",
            "remarque",
            "remarques",
            "nota",
            "notas",
            "observação",
            "observações",
            "примечание",
            "примечания",
            "注意",
            "注意事项",
            "备注",
            "備考",
            "注記",
        ],
    ),
];

/// What a heading announces. What it adds in brackets does not count: `参数(Parameters)`, `Parameters (all optional)`.
pub(super) fn heading(title: &str) -> Option<Known> {
    let title = title.trim();
    if title.len() > LONGEST {
        return None;
    }
    let title = title.split(['(', '（']).next().unwrap_or(title);
    let title = title.trim_end().trim_end_matches([':', '：']).trim_end();
    let lower = title.to_lowercase();
    let known = HEADINGS
        .iter()
        .find(|(_, _, words)| words.contains(&lower.as_str()));
    known.map(|(about, inline, _)| Known {
        about: *about,
        inline: *inline,
    })
}

/// What a tag announces: `param` of `@param x` and of `:param x:`.
pub(super) fn tag(word: &str) -> Option<About> {
    Some(match word {
        "param" | "parameter" | "arg" | "argument" | "key" | "keyword" | "type" => About::Arguments,
        "returns" | "return" | "rtype" | "yields" | "yield" => About::Returns,
        "raises" | "raise" | "throws" | "throw" | "except" | "exception" => About::Raises,
        "example" | "examples" | "usage" => About::Example,
        "note" | "notes" | "remarks" => About::Notes,
        _ => return None,
    })
}
