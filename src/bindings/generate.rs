//! The machine of a generation as a class (see [`crate::protocol::generate`]); js/client/fallback.ts performs it.

use js_sys::Function;
use wasm_bindgen::prelude::*;

use crate::fallback::Verdict;
use crate::issue::Code;
use crate::protocol::generate::{Effect, Event, Generate, Order};
use crate::text::find;

/// Submitting and waiting, with other models to fall back on.
#[wasm_bindgen]
pub struct GenerateMachine {
    machine: Generate,
    judge: Function,
}

#[wasm_bindgen]
impl GenerateMachine {
    /// A generation not yet begun. `among`: models to fall back on, separated by commas; empty for the generations before.
    /// `inputs`: what is known of the media, as JSON; empty where nothing is, or nobody checks. `judge` has the client's own
    /// module judge a request, so that the rules are not loaded twice: it is given JSON with marks, and whether to heed what
    /// is known of the media; it answers a line for each finding, its severity and its code.
    #[wasm_bindgen(constructor)]
    pub fn new(request: String, among: String, inputs: String, judge: Function) -> GenerateMachine {
        // How strictly a text's length is taken, the judge knows.
        let order = Order { request, among, inputs, lenient: false };
        GenerateMachine { machine: Generate::new(order), judge }
    }

    /// Begins. The effect: a word, and behind it, each on a line of its own, for
    /// "wait" the task's id; for "fallback" the model that failed, the one to try, the fields it lacks (separated by commas)
    /// and the request, JSON with marks.
    pub fn start(&mut self) -> String {
        self.step(Event::Start)
    }

    /// There is a task.
    pub fn submitted(&mut self, task_id: &str) -> String {
        self.step(Event::Submitted { task_id })
    }

    /// It has its video.
    pub fn completed(&mut self) -> String {
        self.step(Event::Completed)
    }

    /// The submit, or the wait, ended in an error of that class and code. `wanted`: whether anybody still wants the video.
    pub fn failed(&mut self, class: &str, code: &str, wanted: bool) -> String {
        self.step(Event::Failed { class, code, wanted })
    }
}

impl GenerateMachine {
    fn step(&mut self, event: Event<'_>) -> String {
        let judge = &self.judge;
        told(self.machine.step_judged(event, &|_, request, with_inputs| {
            let answer = judge.call2(&JsValue::NULL, &request.into(), &with_inputs.into());
            verdict(answer.ok().and_then(|found| found.as_string()).as_deref())
        }))
    }
}

/// Of a judge's lines. One that could not judge finds no other model.
fn verdict(lines: Option<&str>) -> Verdict {
    let holds = |word: &str| lines.is_none_or(|lines| find(lines, word).is_some());
    Verdict { is_valid: !holds("error "), is_readable: !holds(Code::UnsupportedFormat.name()) }
}

fn told(effect: Effect) -> String {
    match effect {
        Effect::Submit => "submit".to_owned(),
        Effect::Fallback(other) => {
            let losses = other.losses.join(",");
            ["fallback", other.from, other.to, &losses, &other.request].join("\n")
        }
        Effect::Wait(task_id) => ["wait", &task_id].join("\n"),
        Effect::Done => "done".to_owned(),
        Effect::Fail => "fail".to_owned(),
    }
}
