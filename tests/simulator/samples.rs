//! The guide's and the documents' own requests, as the vectors hold them, are accepted.

use std::{fs, path::Path};

use serde_json::{Value, json};

use crate::world::World;

/// The cases of a vector file whose request is an object that JSON can hold, generators not yet carried out.
pub fn cases(file: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(file);
    let vectors: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let plain =
        |case: &&Value| case["request"].is_object() && !case["request"].to_string().contains("\"$foreign\"");
    vectors["cases"].as_array().unwrap().iter().filter(plain).cloned().collect()
}

#[test]
fn are_accepted_and_finish() {
    let mut count = 0;
    for file in ["guide-samples.json", "openapi-samples.json"] {
        for case in cases(file) {
            if case["expect"]["valid"] != json!(true) {
                continue;
            }
            let mut world = World::new(&json!({ "generationMs": 0 }));
            let id = world.accepted(&case["request"]);
            assert_eq!(world.task(&id)["status"], "completed", "{}", case["name"]);
            count += 1;
        }
    }
    assert!(count > 25, "only {count} samples");
}
