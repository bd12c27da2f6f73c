//! `tables OUT_DIR`: writes models.json (what `models()` answers) and schemas.json (what `jsonSchema(id)` answers).
//!
//! Both are fixed once the catalogue is, so they are written when the package is built; a program that asks for
//! neither does not carry them.

use std::{env, fs, path::Path, process::ExitCode};

use serde_json::{Map, Value};

mod models;

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
    fs::create_dir_all(out)?;
    fs::write(out.join("models.json"), serde_json::to_string(&models::all())?)?;
    fs::write(out.join("schemas.json"), serde_json::to_string(&schemas)?)?;
    Ok(())
}
