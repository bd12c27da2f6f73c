//! The pipeline's JavaScript face: events in as JSON text, what is to be done out as JSON text.

#![allow(clippy::needless_pass_by_value, reason = "what crosses the border is handed over")]

use wasm_bindgen::prelude::*;

use super::known;

use crate::protocol::coordinator::{self, Coordinator};
use crate::protocol::job::engine::Context;
use crate::protocol::job::{self, Job};

fn moment(now_ms: f64) -> i64 {
    now_ms.clamp(0.0, 8.64e15) as i64
}

fn read<'de, T: serde::Deserialize<'de>>(event: &'de str) -> Result<T, String> {
    serde_json::from_str(event).map_err(|error| format!("this is no event: {error}"))
}

fn write(output: &impl serde::Serialize) -> Result<String, String> {
    serde_json::to_string(output).map_err(|error| error.to_string())
}

/// Jobs of a deployment. See [`crate::protocol::job`].
#[wasm_bindgen]
pub struct JobMachine(job::Settings);

#[wasm_bindgen]
impl JobMachine {
    /// With these options (JSON).
    ///
    /// # Errors
    /// A sentence about the option that is wrong.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str) -> Result<JobMachine, String> {
        job::Settings::read(options).map(JobMachine)
    }

    /// One step of a job: its stored text, where there is one, and what happened. Answers an `Output` as JSON.
    ///
    /// # Errors
    /// A sentence, where the stored text or the event is none: nothing has changed.
    pub fn step(
        &self,
        stored: Option<String>,
        event: &str,
        now_ms: f64,
        random: f64,
        activation: &str,
    ) -> Result<String, String> {
        let context = Context { settings: &self.0, now: moment(now_ms), random, activation };
        write(&job::step(stored.as_deref(), &read(event)?, context)?)
    }

    /// The job as its user sees it, as JSON.
    ///
    /// # Errors
    /// A sentence, where the stored text is none.
    pub fn view(stored: &str) -> Result<String, String> {
        Job::read(stored).map(|job| job::view::of(&job))
    }

    /// The job's row for lists, as JSON.
    ///
    /// # Errors
    /// A sentence, where the stored text is none.
    pub fn entry(stored: &str) -> Result<String, String> {
        write(&job::entry::Entry::of(&Job::read(stored)?))
    }
}

/// Who may start now. See [`crate::protocol::coordinator`].
#[wasm_bindgen]
pub struct CoordinatorMachine(Coordinator);

#[wasm_bindgen]
impl CoordinatorMachine {
    /// With these options (JSON).
    ///
    /// # Errors
    /// A sentence about the option that is wrong.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str) -> Result<CoordinatorMachine, String> {
        coordinator::Settings::read(options).map(|settings| CoordinatorMachine(Coordinator::new(settings)))
    }

    /// A stored row.
    ///
    /// # Errors
    /// A sentence, where it is none.
    pub fn load(&mut self, key: &str, value: &str, now_ms: f64) -> Result<(), String> {
        self.0.load(key, value, moment(now_ms))
    }

    /// All stored rows were given; `alarm_ms`: what the alarm is set to, NaN where it is not.
    pub fn loaded(&mut self, alarm_ms: f64, now_ms: f64) {
        self.0.loaded(known(alarm_ms).map(moment), moment(now_ms));
    }

    /// One step. Answers an `Output` as JSON.
    ///
    /// # Errors
    /// A sentence, where the event is none: nothing has changed.
    pub fn step(&mut self, event: &str, now_ms: f64) -> Result<String, String> {
        write(&self.0.step(&read(event)?, moment(now_ms)))
    }

    /// What an operator is shown, as JSON: `{ waiting, running, concurrency, paused, pausedUntil, held, review }`.
    pub fn overview(&self) -> String {
        self.0.overview()
    }
}
