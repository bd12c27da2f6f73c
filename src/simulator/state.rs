//! What of a simulator outlives its process: tasks, files, spending and chance, as versioned JSON. Options, fault counts
//! and the log belong to the process.

use serde::{Deserialize, Serialize};

use super::files::Files;
use super::ledger::Ledger;
use super::machine::Simulator;
use super::random::Random;
use super::task::Task;

/// The version written. What is added later gets a default, so that an older state is read by a newer simulator.
pub const VERSION: u64 = 1;

#[derive(Serialize)]
struct Written<'a> {
    version: u64,
    random: u64,
    ledger: &'a Ledger,
    tasks: &'a [Task],
    files: &'a Files,
}

#[derive(Deserialize)]
struct Version {
    version: u64,
}

#[derive(Deserialize)]
struct Read {
    random: u64,
    ledger: Ledger,
    tasks: Vec<Task>,
    files: Files,
}

impl Simulator {
    /// The state, as JSON.
    ///
    /// # Errors
    /// None that is known: a sentence, should the writer refuse.
    pub fn state(&self) -> Result<String, String> {
        let state = Written {
            version: VERSION,
            random: self.random.get_seed(),
            ledger: &self.ledger,
            tasks: &self.tasks,
            files: &self.files,
        };
        serde_json::to_string(&state).map_err(|error| error.to_string())
    }

    /// Takes a state up again: what is in this simulator is replaced. The grant of credits stays as the options say.
    ///
    /// # Errors
    /// A sentence about what is wrong with it.
    pub fn restore(&mut self, text: &str) -> Result<(), String> {
        let version = serde_json::from_str::<Version>(text)
            .map_err(|error| format!("this is no state of a simulator: {error}"))?
            .version;
        if version != VERSION {
            return Err(format!(
                "the state has version {version}, and this simulator reads version {VERSION}"
            ));
        }
        let mut reader = serde_json::Deserializer::from_str(text);
        let read: Read = serde_path_to_error::deserialize(&mut reader)
            .map_err(|error| format!("the state is damaged at {}: {}", error.path(), error.inner()))?;
        self.ledger = read.ledger.granted(self.options.credits);
        self.tasks = read.tasks;
        self.files = read.files;
        for task in &mut self.tasks {
            if let Some(callback) = &mut task.callback {
                callback.revive();
            }
        }
        if self.options.seed.is_some() {
            self.random = Random::with_seed(read.random);
        }
        Ok(())
    }
}
