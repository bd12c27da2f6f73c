//! `tables OUT_DIR`: writes what is said in Rust and needed elsewhere.
//!
//! - `models.json` (what `models()` answers) and `schemas.json` (what `jsonSchema(id)` answers): fixed once the catalogue
//!   is, so a program that asks for neither does not carry them.
//! - `generated/*.ts`: the types and classes that the build keeps in js/generated.
//! - `parts/*.md`: the tables that it keeps in README.md and in the pages of docs/.
//! - `error-codes.json`: what the documentation's pages of error codes are written from.

use std::{env, fs, path::Path, process::ExitCode};

use serde_json::{Map, Value};

mod error_codes;
mod errors;
mod fields;
mod findings;
mod lifetimes;
mod media_types;
mod models;
mod options;
mod prices;
mod requests;
mod tape;
mod text;
mod words;

fn main() -> ExitCode {
    let Some(out) = env::args().nth(1) else {
        eprintln!("usage: tables OUT_DIR");
        return ExitCode::from(2);
    };
    match write(Path::new(&out)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tables: {error}");
            ExitCode::FAILURE
        }
    }
}

fn write(out: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let mut schemas = Map::new();
    for model in wanreel::catalog::MODELS {
        let schema: Value = serde_json::from_str(&wanreel::schema::of(model))?;
        schemas.insert(model.id.to_owned(), schema);
    }
    fs::create_dir_all(out.join("generated"))?;
    fs::create_dir_all(out.join("parts"))?;
    fs::write(out.join("generated/requests.ts"), requests::file())?;
    fs::write(out.join("generated/issue-codes.ts"), findings::file())?;
    fs::write(out.join("generated/errors.ts"), errors::file())?;
    fs::write(out.join("generated/options.ts"), options::client())?;
    fs::write(out.join("generated/proxy-options.ts"), options::proxy())?;
    fs::write(out.join("generated/tape.ts"), tape::file())?;
    fs::write(out.join("generated/words.ts"), words::english())?;
    fs::write(out.join("generated/words-zh.ts"), words::chinese())?;
    fs::write(out.join("generated/lifetimes.ts"), lifetimes::file())?;
    fs::write(out.join("generated/media-types.ts"), media_types::file())?;
    fs::write(out.join("parts/issue-codes.md"), findings::part())?;
    fs::write(out.join("parts/error-classes.md"), errors::part())?;
    fs::write(out.join("parts/prices.md"), prices::part())?;
    for (name, text) in fields::parts() {
        fs::write(out.join(format!("parts/{name}.md")), text)?;
    }
    fs::write(out.join("error-codes.json"), serde_json::to_string(&error_codes::all())?)?;
    fs::write(out.join("models.json"), serde_json::to_string(&models::all())?)?;
    fs::write(out.join("schemas.json"), serde_json::to_string(&schemas)?)?;
    Ok(())
}
