//! What is read of an input schema, whichever way it is written.

use serde_json::{Value, json};

use super::{Read, read_tool};
use crate::model::{CutReason, LockedTool};
use crate::rules::Classifier;

fn read(schema: &Value) -> Read {
    let tool =
        json!({ "name": "manage_item", "description": "Manages an item.", "inputSchema": schema });
    read_tool(&tool).unwrap()
}

fn paths(read: &Read) -> Vec<&str> {
    let parameters = read.definition.parameters.iter();
    parameters.map(|it| it.path.as_str()).collect()
}

fn cuts(read: &Read) -> Vec<(CutReason, &str)> {
    let cut = read.definition.cut.iter();
    cut.map(|it| (it.why, it.path.as_str())).collect()
}

/// The same two parameters, written in every way that JSON Schema has for it.
#[test]
fn danger_is_seen_behind_every_keyword_that_can_hold_it() {
    let action = json!({ "type": "string", "enum": ["get", "list", "delete"] });
    let options =
        json!({ "type": "object", "properties": { "shell_command": { "type": "string" } } });
    let plain = json!({ "type": "object", "properties": { "action": action, "options": options } });
    let inline = read(&plain).definition;
    let defs = json!({ "A": action, "O": options, "In": plain });
    let split =
        json!({ "properties": { "action": { "enum": ["get", "list"] }, "options": options } });
    let spellings = [
        json!({ "$ref": "#/$defs/In", "$defs": defs }),
        json!({ "$ref": "#/definitions/In", "definitions": defs }),
        json!({ "$ref": "#/components/schemas/In", "components": { "schemas": defs } }),
        json!({ "$defs": defs, "properties": {
            "action": { "$ref": "#/$defs/A" }, "options": { "$ref": "#/$defs/O" } } }),
        json!({ "allOf": [plain] }),
        json!({ "anyOf": [{ "type": "null" }, plain] }),
        json!({ "oneOf": [split, { "properties": { "action": { "const": "delete" } } }] }),
        json!({ "properties": { "action": { "enum": ["get", "list"] }, "options": options },
            "if": { "properties": { "action": { "const": "delete" } } }, "then": true }),
        json!({ "properties": { "action": { "enum": ["get", "list"] } },
            "then": { "properties": { "options": options } },
            "else": { "properties": { "action": { "const": "delete" } } } }),
        json!({ "dependentSchemas": { "x": plain } }),
        json!({ "$defs": { "I": { "$anchor": "in", "allOf": [plain] } }, "$ref": "#in" }),
        json!({ "properties": { "options": options, "action": {
            "oneOf": [{ "const": "get" }, { "const": "list" }, { "const": "delete" }] } } }),
    ];
    for schema in spellings {
        let read = read(&schema);
        let mut found = paths(&read);
        found.sort_unstable();
        assert_eq!(
            found,
            ["action", "options", "options.shell_command"],
            "{schema}"
        );
        let values = |read: &crate::model::Definition| {
            let mut all = read.parameters.clone();
            all.retain(|it| it.path == "action");
            let mut values = all.remove(0).values;
            values.sort();
            values
        };
        assert_eq!(values(&read.definition), values(&inline), "{schema}");
        assert_eq!(cuts(&read), [], "{schema}");
    }
}

#[test]
fn items_maps_and_tuples_are_looked_into() {
    let command = json!({ "properties": { "command": {} } });
    let cases = [
        (json!({ "items": command }), "x[].command"),
        (json!({ "items": { "items": command } }), "x[][].command"),
        (json!({ "prefixItems": [true, command] }), "x[].command"),
        (json!({ "items": [command] }), "x[].command"),
        (json!({ "contains": command }), "x[].command"),
        (json!({ "additionalProperties": command }), "x.*.command"),
        (
            json!({ "patternProperties": { "^a": command } }),
            "x.*.command",
        ),
        (
            json!({ "anyOf": [{ "items": { "anyOf": [command] } }] }),
            "x[].command",
        ),
    ];
    for (schema, path) in cases {
        let read = read(&json!({ "properties": { "x": schema } }));
        assert_eq!(paths(&read), ["x", path], "{schema}");
    }
    let words = json!({ "enum": ["get", "delete"] });
    for holder in [
        json!({ "items": words }),
        json!({ "items": { "anyOf": [words] } }),
        json!({ "additionalProperties": words }),
        json!({ "propertyNames": words }),
    ] {
        let read = read(&json!({ "properties": { "x": holder } }));
        assert_eq!(
            read.definition.parameters[0].values,
            ["get", "delete"],
            "{holder}"
        );
    }
}

#[test]
fn a_recursive_schema_is_read_once_and_is_whole() {
    let read = read(&json!({
        "properties": { "root": { "$ref": "#/$defs/Node" } },
        "$defs": { "Node": { "type": "object", "properties": {
            "value": { "type": "string" },
            "children": { "type": "array", "items": { "$ref": "#/$defs/Node" } },
            "parent": { "$ref": "#/$defs/Node" },
        } } },
    }));
    assert_eq!(
        paths(&read),
        ["root", "root.value", "root.children", "root.parent"]
    );
    assert_eq!(read.definition.parameters[3].kind, "object");
    assert_eq!(cuts(&read), []);
    let itself = read_tool(&json!({ "name": "x", "inputSchema": { "$ref": "#" } }));
    assert_eq!(cuts(&itself.unwrap()), []);
}

#[test]
fn a_parameter_is_required_only_if_every_alternative_says_so() {
    let read = read(&json!({
        "anyOf": [
            { "properties": { "kind": {}, "path": {} }, "required": ["kind", "path"] },
            { "properties": { "kind": {}, "force": {} }, "required": ["kind", "force"] },
        ],
        "allOf": [{ "$ref": "#/$defs/Id" }],
        "$defs": { "Id": { "properties": { "id": {} }, "required": ["id"] } },
    }));
    let required = read.definition.parameters.iter().filter(|it| it.required);
    assert_eq!(
        required.map(|it| it.path.as_str()).collect::<Vec<_>>(),
        ["id", "kind"]
    );
}

#[test]
fn limits_are_far_wider_than_real_servers_need() {
    let mut values: Vec<String> = (0..3_000).map(|at| format!("get_{at}")).collect();
    values.push("delete".to_owned());
    let wide = read(&json!({ "properties": { "action": { "enum": values } } }));
    assert_eq!(wide.definition.parameters[0].values.len(), 3_001);
    assert_eq!(cuts(&wide), []);
    let rated = Classifier::built_in().assess(&wide.definition);
    assert_eq!(rated.category, crate::model::Category::Destructive);
}

fn many(count: usize) -> Value {
    let names = (0..count).map(|at| (format!("p{at}"), json!({ "type": "string" })));
    json!({ "properties": Value::Object(names.collect()) })
}

/// Each level refers to the next one twice.
fn doubling(levels: usize) -> Value {
    let level = |at: usize| {
        let next = json!({ "$ref": format!("#/$defs/d{}", at + 1) });
        (
            format!("d{at}"),
            json!({ "properties": { "a": next, "b": next } }),
        )
    };
    let mut defs: serde_json::Map<String, Value> = (0..levels).map(level).collect();
    defs.insert(format!("d{levels}"), json!({}));
    json!({ "$ref": "#/$defs/d0", "$defs": defs })
}

/// What holds no schema in a place for one, or one in a place for none.
fn not_schemas() -> impl Iterator<Item = (Value, &'static str)> {
    [
        (json!({ "properties": [{ "name": "a" }] }), ""),
        (json!({ "properties": { "a": 5 } }), "a"),
        (json!({ "anyOf": "x" }), ""),
        (json!([]), ""),
        (
            json!({ "properties": { "op": { "enum": "delete" } } }),
            "op",
        ),
        (json!({ "anyOf": { "first": { "enum": ["delete"] } } }), ""),
        (
            json!({ "op": { "type": "string", "enum": ["delete"] } }),
            "",
        ),
        (
            json!({ "Properties": { "op": { "enum": ["delete"] } } }),
            "",
        ),
        (
            json!({ "properties": { "op": { "extends": { "enum": ["delete"] } } } }),
            "op",
        ),
    ]
    .into_iter()
}

#[test]
fn what_the_limits_cut_off_makes_the_rating_unsure() {
    let mut deep = json!({ "properties": { "shell_command": {} } });
    for _ in 0..40 {
        deep = json!({ "properties": { "x": deep } });
    }
    let endless: Vec<Value> = (0..6_000).map(|at| json!(format!("get_{at}"))).collect();
    let long = "x".repeat(3_000);
    let lost = |reference: &str| json!({ "properties": { "a": { "$ref": reference } } });
    let cases = [
        (
            json!({ "properties": { "action": { "enum": endless } } }),
            CutReason::TooManyValues,
            "action",
        ),
        (many(5_001), CutReason::TooManyParameters, ""),
        (doubling(20), CutReason::TooManyParameters, ""),
        (
            json!({ "properties": { long: {} } }),
            CutReason::TooLarge,
            "",
        ),
        (lost("#/$defs/Gone"), CutReason::UnresolvedReference, "a"),
        (
            lost("https://schemas.example/x.json"),
            CutReason::UnresolvedReference,
            "a",
        ),
        (
            json!({ "properties": { "a": { "$ref": 5 } } }),
            CutReason::UnresolvedReference,
            "a",
        ),
        (
            json!({ "properties": { "op": { "$ref": "#/$defs/Op" } },
                "$defs": { "x": { "$id": "x", "$defs": { "Op": { "enum": ["delete"] } } }, "Op": { "const": "get" } } }),
            CutReason::UnresolvedReference,
            "op",
        ),
    ];
    let others = not_schemas().map(|(schema, path)| (schema, CutReason::NotASchema, path));
    for (schema, why, path) in cases.into_iter().chain(others) {
        let read = read(&schema);
        assert_eq!(cuts(&read), [(why, path)]);
        assert_is_unsure(&read);
    }
    let deep = read(&deep);
    assert_eq!(cuts(&deep)[0].0, CutReason::TooDeep);
    assert_is_unsure(&deep);
}

/// From the definition, and from its lock.
fn assert_is_unsure(read: &Read) {
    let classifier = Classifier::built_in();
    let rated = classifier.assess(&read.definition);
    assert_eq!(rated.confidence, crate::model::Confidence::Low);
    assert!(rated.doubt.contains("not rated"), "{}", rated.doubt);
    let additions = crate::model::Additions::default();
    let locker = super::Locker::new(&additions, "", [], false);
    let lock = locker.lock(&json!({}), read);
    let text = serde_json::to_string(&lock).unwrap();
    let lock: LockedTool = serde_json::from_str(&text).unwrap();
    let mut entry = read.definition.clone();
    (entry.parameters, entry.hints) = (lock.parameters(), lock.hints());
    (entry.cut, entry.free_form) = (lock.cut(), lock.free_form);
    assert_eq!(entry.cut, read.definition.cut);
    assert_eq!(classifier.assess(&entry), rated);
}

#[test]
fn format_default_title_and_unnamed_keys_are_kept() {
    let read = read(&json!({ "properties": {
        "link": { "type": "string", "format": "uri", "title": "Link", "default": "x" },
        "count": { "type": "integer", "default": 5 },
        "any": { "type": "object" },
        "closed": { "type": "object", "additionalProperties": false },
        "named": { "type": "object", "properties": { "a": {} } },
        "open": { "properties": { "a": {} }, "additionalProperties": { "type": "string" } },
        "true": true,
    } }));
    let find = |path: &str| {
        let mut all = read.definition.parameters.iter();
        all.find(|it| it.path == path).unwrap()
    };
    let link = find("link");
    assert_eq!(
        (&*link.format, &*link.title, &*link.default),
        ("uri", "Link", "x")
    );
    assert_eq!(find("count").default, "5");
    let open = read.definition.parameters.iter().filter(|it| it.free_form);
    assert_eq!(
        open.map(|it| it.path.as_str()).collect::<Vec<_>>(),
        ["any", "open", "true"]
    );
    assert!(!read.definition.free_form);
    assert!(
        read_tool(&json!({ "name": "x", "inputSchema": { "additionalProperties": {} } }))
            .unwrap()
            .definition
            .free_form
    );
}

/// Mistakes that are found in real lists: each is told, and read as what it can only mean.
#[test]
fn common_mistakes_are_read_and_told() {
    let read = read(&json!({
        "required": null,
        "properties": {
            "url": { "type": "string", "required": true },
            "limit": "number",
            "inner": { "type": "object", "properties": [] },
        },
    }));
    let parameters = &read.definition.parameters;
    assert!(parameters[0].required);
    assert_eq!(parameters[1].kind, "number");
    assert_eq!(read.faults.len(), 3, "{:?}", read.faults);
    assert_eq!(cuts(&read), []);
}

/// References and alternatives can multiply a small text; reading stays bounded.
#[test]
fn a_small_schema_cannot_take_much_time_or_memory() {
    let text = "x".repeat(200_000);
    let many: serde_json::Map<String, Value> = (0..4_000)
        .map(|at| (format!("p{at}"), json!({ "$ref": "#/$defs/T" })))
        .collect();
    let big = read(
        &json!({ "properties": many, "$defs": { "T": { "description": text, "enum": [text] } } }),
    );
    let bytes = big
        .definition
        .parameters
        .iter()
        .map(|it| it.description.len() + it.values.iter().map(String::len).sum::<usize>());
    assert!(bytes.sum::<usize>() < 20 << 20);
    assert!(!big.definition.cut.is_empty());
    let wide: Vec<Value> = (0..2_000)
        .map(|_| json!({ "$ref": "#/$defs/All" }))
        .collect();
    let nested = read(&json!({
        "properties": { "a": { "$ref": "#/$defs/All" } },
        "$defs": { "All": { "allOf": wide, "items": { "$ref": "#/$defs/All" } } },
    }));
    assert_eq!(paths(&nested), ["a"]);
}
