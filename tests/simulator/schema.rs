//! The little of JSON Schema that `schemas/*.json` use. A word it does not know is an error, so that no rule is passed
//! over; the JavaScript tests hold the same files and answers to a complete validator.

use std::{collections::BTreeMap, fs, path::Path, sync::OnceLock};

use serde_json::Value;

/// Every schema by name.
fn schemas() -> &'static BTreeMap<String, Value> {
    static SCHEMAS: OnceLock<BTreeMap<String, Value>> = OnceLock::new();
    SCHEMAS.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/simulator/schemas");
        let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        files
            .map(|path| {
                let schema = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
                (path.file_stem().unwrap().to_str().unwrap().to_owned(), schema)
            })
            .collect()
    })
}

/// Holds `value` to the schema of that name.
pub fn check(name: &str, value: &Value) {
    let schema = schemas().get(name).unwrap_or_else(|| panic!("there is no schema {name}"));
    if let Err(wrong) = holds(schema, value, "") {
        panic!("not as {name}.json has it: {wrong}\n{value:#}");
    }
}

fn holds(schema: &Value, value: &Value, path: &str) -> Result<(), String> {
    for (word, rule) in schema.as_object().unwrap() {
        let fine = match word.as_str() {
            "$schema" | "title" | "description" => true,
            "type" => is_type(rule.as_str().unwrap(), value),
            "enum" => rule.as_array().unwrap().contains(value),
            "minimum" => value.as_f64().is_none_or(|number| number >= rule.as_f64().unwrap()),
            "maximum" => value.as_f64().is_none_or(|number| number <= rule.as_f64().unwrap()),
            "pattern" => value.as_str().is_none_or(|text| matches(rule.as_str().unwrap(), text)),
            "required" => {
                rule.as_array().unwrap().iter().all(|name| value.get(name.as_str().unwrap()).is_some())
            }
            "additionalProperties" => {
                let known = &schema["properties"];
                value.as_object().is_none_or(|object| object.keys().all(|name| known.get(name).is_some()))
            }
            "properties" => {
                for (name, inner) in rule.as_object().unwrap() {
                    if let Some(field) = value.get(name) {
                        holds(inner, field, &format!("{path}/{name}"))?;
                    }
                }
                true
            }
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    holds(rule, item, &format!("{path}/{index}"))?;
                }
                true
            }
            _ => panic!("schema.rs does not know \"{word}\""),
        };
        if !fine {
            return Err(format!("{path} breaks {word}: {rule}"));
        }
    }
    Ok(())
}

fn is_type(name: &str, value: &Value) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        _ => panic!("schema.rs does not know the type {name}"),
    }
}

/// The patterns the schemas use, one by one: a regular-expression crate would be the largest dependency of all.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern {
        "^task-unified-[0-9]{10}-[0-9a-z]{8}$" => {
            let parts: Vec<&str> = text.split('-').collect();
            let [task, unified, seconds, random] = parts.as_slice() else { return false };
            (*task, *unified) == ("task", "unified")
                && seconds.len() == 10
                && seconds.bytes().all(|byte| byte.is_ascii_digit())
                && random.len() == 8
                && random.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase())
        }
        "^https?://" => text.starts_with("http://") || text.starts_with("https://"),
        "^file_" => text.starts_with("file_"),
        "^(image|audio|video)/" => ["image/", "audio/", "video/"].iter().any(|start| text.starts_with(start)),
        r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\+08:00$" => {
            text.len() == 25 && text.get(10..11) == Some("T") && text.ends_with("+08:00")
        }
        _ => panic!("schema.rs does not know the pattern {pattern}"),
    }
}
