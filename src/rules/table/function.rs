//! Words that carry no meaning of their own but hold a sentence together.

/// What a small word does in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::rules) enum Class {
    /// Leads to the verb: "this tool allows you to".
    Lead,
    /// Says how, between subject and verb: "quickly".
    Adverb,
    /// Before a noun.
    Determiner,
    /// Ends the object.
    Preposition,
    /// Ties two verbs.
    And,
    /// Turns the sentence round.
    Not,
    /// Opens a clause that only talks of the verb.
    Talk,
    /// "by", "including", "for": a gerund after it is an effect.
    By,
    /// "which", "that": what follows describes the object.
    Which,
    /// "of": what follows an empty noun is the object.
    Of,
    /// "is", "are", "be": a participle after it tells what happens.
    Be,
    /// "will", "can", "may".
    Modal,
    /// "will": what follows happens.
    Will,
    /// "performs": a noun after it says what.
    Performs,
    /// "on", "off" after "turn".
    Particle,
    /// Verbs that are verbs even before "status" or "settings".
    Imperative,
    /// "confirms", "executes": a deletion after it is carried out.
    Carries,
    /// "when", "if": opens a clause that says when.
    When,
    /// "returns".
    Returns,
    /// Verbs whose participle tells what was done to the thing that is handed back: "the created order".
    Made,
    /// HTTP methods, with which names made from an API begin.
    Http,
    /// What such a name asks for after the method.
    Asks,
    /// Verbs that tell of features: "supports", "includes".
    Feature,
}

/// The words of each class.
pub(in crate::rules) const CLASSES: &[(Class, &str)] = &[
    (
        Class::Lead,
        "this tool tools it function method endpoint api utility helper mcp server allows allow allowing lets let enables enabling \
         helps help helping you users user agents agent us me ai llm llms claude clients one provides provide \
         providing ability capability capabilities way ways used use useful uses does do please action operation operations \
         functionality feature wants want needs need assistant able interface wrapper command designed intended \
         handler support supports supporting facilitate facilitates call when advanced simple easily attempts \
         attempt try tries request requests would like your caller callers client here \
         herramienta ferramenta permite permet outil esta este essa tool_use tools_use facilitar para pour \
         您 用于 工具 可以 用来 根据 通过 使用 一个 该 此 本 将 让 用户 允许 支持 以 把 请",
    ),
    (
        Class::Adverb,
        "also then optionally automatically quickly safely securely permanently immediately now again just only \
         directly simply immediately recursively efficiently interactively programmatically temporarily \
         asynchronously synchronously manually silently batch bulk partially completely fully intelligently \
         atomically gracefully forcefully force hard soft always either both instead first finally next subsequently \
         further additionally even 自动 批量",
    ),
    (
        Class::Determiner,
        "the a an its their his her my your our this that these those any all each every some one several \
         multiple many existing new specific given specified single current another other it them el la los las \
         un una uno o os as um uma le les des ein eine der die das den selected particular certain own no",
    ),
    (
        Class::Preposition,
        "from in on at of with into onto as via through within across about between under over using per against \
         during since until along upon toward towards inside de del do da dos das en em con com von mit du au por \
         no na nos nas su su sur der 的 从 到 在 于 中",
    ),
    (
        Class::And,
        "and or & plus y e et und ve o oder 和 或 与 及 并且 或者 以及 并 且 然后 同时",
    ),
    (
        Class::Not,
        "not never without cannot doesn don won isn aren no nor non neither wouldn shouldn can't doesn't don't won't \
         sin sem sans ohne nicht 不 不会 未 无需 without_any avoid avoids prevents prevent preventing rather",
    ),
    (
        Class::Talk,
        "if after before unless whether how why where once while because so although though unlike e.g i.e \
         example examples note notes warning important caution requires require required must should \
         ensure returns returned see instead whose who example: tip tips prerequisites requirement requirements \
         경우 如果 若 注意 si se wenn 返回值 示例 例如",
    ),
    (
        Class::By,
        "by including include includes for such like 包括",
    ),
    (Class::Which, "that which"),
    (Class::Of, "of"),
    (Class::Be, "is are be been being was were gets get's am"),
    (Class::Will, "will shall"),
    (Class::Particle, "on off up down"),
    (
        Class::Imperative,
        "update edit change set post push mark move reset clear store save delete log updates edits changes sets",
    ),
    (
        Class::Carries,
        "confirm confirms confirming execute executes executing perform performs performing initiate initiates trigger \
         triggers process processes request requests finalize finalizes force do",
    ),
    (Class::When, "when whenever if once after before"),
    (Class::Returns, "return returns"),
    (
        Class::Made,
        "created updated added inserted deleted removed modified edited changed saved stored uploaded renamed \
         generated registered assigned scheduled",
    ),
    (Class::Http, "post put"),
    (
        Class::Asks,
        "search query list find lookup count get retrieve fetch validate",
    ),
    (
        Class::Performs,
        "perform performs performing conduct conducts conducting",
    ),
    (
        Class::Feature,
        "includes accepts uses handles maintains supports contains covers follows respects considers combines \
        applies matches marks defines merges formats likes connects maps links assumes makes works joins adds sets tracks \
        rejects refuses blocks disallows forbids prohibits enables allows needs takes keeps leaves limits holds gives shows",
    ),
    (Class::Modal, "will can may could might would shall"),
];

/// Verbs that are as often nouns; read as verbs only where a verb must stand.
pub(in crate::rules) const NOUN_LIKE: &str = "unlock audit upgrade install connect switch initiate refresh contact paste mention query run order transfer trade log search report test build list filter \
    update post message comment file label tag schedule plan charge quote export import backup release review issue \
    form record view image model watch check stop start note book call chat email text mail name change fork branch \
    merge commit push patch star like vote share link access document archive reset restore edit fix ping trace lock \
    block mute pin bookmark benchmark audit scan crawl snapshot screenshot download upload sync stream play pause mint \
    stake swap bridge deposit bid bet lease rent ticket wire return fund balance price trigger launch sort group count \
    format estimate forecast profile sample sum match rank score rate map plot display show mark set draft move copy \
    paste clone index cache store process function use work design outline guide research head tail dump look flag \
    ban hold supply fill press type focus power control turn step drive control balance cluster factor round stage \
    position place frame shell script exec command prompt completion complete dispatch rollback rollout deploy delegate \
    embed attack cast next previous mine beep flash speak status stat info overview help output render ask offer answer \
    surface provide supply claim request debug support define track monitor follow journal follow pull correct notice \
    clean clear empty reverse open close subject approach input batch alert timeout seed plant bundle spec purchase refund \
    sell tip short hedge bill wager redeem wrap exercise reserve withdraw focus trade extend style bump new bind join new \
    repl ssh exploit dir ls cat grab gather rm del present indicator present design light dim hide read reason \
    lista busca consulta obtiene envia cria pesquisa compra vende pago paga guarda elimina calcula crea edita inicia \
    publica valida exporta importa agrega registra factor watermark crop trim nest bake paint sketch shift highlight";

/// Verbs that say nothing of the effect; what follows them does.
pub(in crate::rules) const NAME_LIKE: &str =
    "manage handle perform process work use call do administer maintain";

/// Two words that make one: the first, the second, what they make.
pub(in crate::rules) const PARTICLES: &[(&str, &str, &str)] = &[
    ("log", "in", "login"),
    ("log", "out", "logout"),
    ("logs", "in", "login"),
    ("logs", "out", "logout"),
    ("sign", "in", "login"),
    ("sign", "out", "logout"),
    ("sign", "up", "signup"),
    ("fine", "tune", "finetune"),
    ("fine", "tuning", "finetune"),
    ("drag", "and", "drag"),
    ("pull", "request", "pr"),
    ("pull", "requests", "pr"),
    ("api", "key", "apikey"),
    ("api", "keys", "apikey"),
    ("access", "token", "accesstoken"),
    ("access", "tokens", "accesstoken"),
    ("secret", "key", "privatekey"),
    ("seed", "phrase", "seedphrase"),
    ("check", "out", "checkout"),
    ("checks", "out", "checkout"),
    ("top", "up", "topup"),
    ("set", "up", "setup"),
    ("sets", "up", "setup"),
    ("clean", "up", "cleanup"),
    ("cleans", "up", "cleanup"),
    ("roll", "back", "rollback"),
    ("rolls", "back", "rollback"),
    ("shut", "down", "shutdown"),
    ("shuts", "down", "shutdown"),
    ("tear", "down", "teardown"),
    ("tears", "down", "teardown"),
    ("boot", "up", "boot"),
    ("look", "up", "lookup"),
    ("looks", "up", "lookup"),
    ("back", "up", "backup"),
    ("backs", "up", "backup"),
    ("pay", "out", "payout"),
    ("fail", "over", "failover"),
    ("kick", "off", "trigger"),
    ("kicks", "off", "trigger"),
    ("spin", "up", "start"),
    ("spin", "down", "stop"),
    ("power", "on", "poweron"),
    ("power", "off", "poweroff"),
    ("cherry", "pick", "cherrypick"),
    ("opt", "out", "unsubscribe"),
    ("opt", "in", "subscribe"),
    ("carry", "out", "perform"),
    ("get", "rid", "delete"),
    ("gets", "rid", "delete"),
    ("fill", "out", "fill"),
    ("give", "back", "return"),
];
