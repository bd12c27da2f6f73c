//! The machine of a generation as a class (see [`crate::protocol::generate`]); js/client/generate.ts performs it.

use wasm_bindgen::prelude::*;

use crate::protocol::generate::{Effect, Event, Generate, Order};

/// Submitting and waiting, with other models to fall back on.
#[wasm_bindgen]
pub struct GenerateMachine {
    machine: Generate,
}

#[wasm_bindgen]
impl GenerateMachine {
    /// A generation not yet begun. `among`: models to fall back on, separated by commas; empty for the generations before.
    /// `inputs`: what is known of the media, as JSON. `strength`: 0 strict, 1 lenient, 2 off.
    #[wasm_bindgen(constructor)]
    pub fn new(request: String, among: String, inputs: String, strength: u8) -> GenerateMachine {
        let inputs = if strength > 1 { String::new() } else { inputs };
        let order = Order { request, among, inputs, lenient: strength == 1 };
        GenerateMachine { machine: Generate::new(order) }
    }

    /// Begins. The effect: a word, and behind it, each on a line of its own, for
    /// "wait" the task's id; for "fallback" the model that failed, the one to try, the fields it lacks (separated by commas)
    /// and the body to post.
    pub fn start(&mut self) -> String {
        told(self.machine.step(Event::Start))
    }

    /// There is a task.
    pub fn submitted(&mut self, task_id: &str) -> String {
        told(self.machine.step(Event::Submitted { task_id }))
    }

    /// It has its video.
    pub fn completed(&mut self) -> String {
        told(self.machine.step(Event::Completed))
    }

    /// The submit, or the wait, ended in an error of that class and code. `wanted`: whether anybody still wants the video.
    pub fn failed(&mut self, class: &str, code: &str, wanted: bool) -> String {
        told(self.machine.step(Event::Failed { class, code, wanted }))
    }
}

fn told(effect: Effect) -> String {
    match effect {
        Effect::Submit => "submit".to_owned(),
        Effect::Fallback(other) => {
            let losses = other.losses.join(",");
            ["fallback", other.from, other.to, &losses, &other.body].join("\n")
        }
        Effect::Wait(task_id) => ["wait", &task_id].join("\n"),
        Effect::Done => "done".to_owned(),
        Effect::Fail => "fail".to_owned(),
    }
}
