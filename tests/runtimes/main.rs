//! The native side of `agreement.json`: the answers that every engine gives too (suite/agreement.mjs), byte for byte.
//! After a change of wording, `UPDATE=1 cargo test --test runtimes` writes them down anew, and biome formats the file.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[allow(dead_code, reason = "all functions of the vectors are there, and not all are asked here")]
#[path = "../vectors/answer.rs"]
mod answer;
#[path = "../vectors/value.rs"]
mod value;

use hmac_sha256::Hash;
use serde_json::Value as Json;

/// As `JSON.stringify` writes it, members sorted, those that are undefined left out.
fn written(value: &Json) -> String {
    match value {
        Json::Object(members) => {
            let mut members: Vec<_> = members.iter().filter(|(_, member)| !member.is_null()).collect();
            members.sort_by_key(|(name, _)| *name);
            let members = members
                .iter()
                .map(|(name, member)| format!("{}:{}", Json::from(name.as_str()), written(member)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
        Json::Array(items) => format!("[{}]", items.iter().map(written).collect::<Vec<_>>().join(",")),
        Json::Number(number) => number.as_f64().unwrap().to_string(),
        other => other.to_string(),
    }
}

#[test]
fn the_answers_are_those_of_every_engine() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/runtimes/agreement.json");
    let mut agreement: Json = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let before = agreement.clone();
    let mut texts = Vec::new();
    for case in agreement["cases"].as_array_mut().unwrap() {
        let text = written(&answer::to(case));
        case["text"] = text.as_str().into();
        texts.push(text);
    }
    let hash = Hash::hash(texts.join("\n").as_bytes());
    agreement["sha256"] = hash.map(|byte| format!("{byte:02x}")).concat().into();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(file, serde_json::to_string_pretty(&agreement).unwrap()).unwrap();
    } else {
        assert_eq!(agreement, before, "where the change is meant: UPDATE=1 cargo test --test runtimes");
    }
}
