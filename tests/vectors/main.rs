//! Runs the vectors of this folder against the Rust half: one test a file, every failing case told with its source.
//! The vectors are language-neutral (see README.md); the JavaScript face runs the same ones.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail so")]

mod answer;
mod compare;
mod value;

use std::{fmt::Write, fs, path::Path};

use serde_json::Value as Json;

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors"))
}

/// Runs all cases of a file.
fn run(file: &str) {
    let text = fs::read_to_string(folder().join(file)).unwrap();
    let vectors: Json = serde_json::from_str(&text).unwrap();
    let cases = vectors["cases"].as_array().unwrap();
    let mut report = String::new();
    let mut failed = 0;
    for case in cases {
        let found = answer::to(case);
        let differences = compare::differences(case, &found);
        if differences.is_empty() {
            continue;
        }
        failed += 1;
        let (name, source) = (case["name"].as_str().unwrap(), case["source"].as_str().unwrap());
        write!(report, "\n✗ {name}\n    source:   {source}\n    expected: {}\n", case["expect"]).unwrap();
        writeln!(report, "    found:    {found}").unwrap();
        for difference in differences {
            writeln!(report, "    differs:  {difference}").unwrap();
        }
    }
    assert!(failed == 0, "{file}: {failed} of {} cases fail\n{report}", cases.len());
}

macro_rules! files {
    ($($name:ident = $file:literal,)*) => {
        $(#[test] fn $name() { run($file); })*
        const FILES: &[&str] = &[$($file),*];
    };
}

files! {
    budget = "budget.json",
    build = "build.json",
    callback_url = "callback-url.json",
    cost = "cost.json",
    fingerprint = "fingerprint.json",
    guide_samples = "guide-samples.json",
    hostile_values = "hostile-values.json",
    image_to_video = "image-to-video.json",
    legacy = "legacy.json",
    migrate = "migrate.json",
    models = "models.json",
    openapi_samples = "openapi-samples.json",
    prompt = "prompt.json",
    providers = "providers.json",
    reference_video = "reference-video.json",
    schedule = "schedule.json",
    task = "task.json",
    text_to_video = "text-to-video.json",
    unknown_fields = "unknown-fields.json",
    video_edit = "video-edit.json",
}

#[test]
fn no_file_is_left_out() {
    let mut found: Vec<String> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| Path::new(name).extension().is_some_and(|extension| extension == "json"))
        .collect();
    found.sort();
    assert_eq!(found, FILES);
}
