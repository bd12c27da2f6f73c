//! Generating: a submit and a wait; and where a model fails lastingly, the same for the next one that can express it.
//!
//! ```text
//!              a task                 completed
//! submitting ─────────▶ waiting ─────────────────────────────▶ done
//!   ▲    │                 │
//!   │    │ refused         │ the task failed
//!   │    ▼                 ▼
//!   └── lastingly, for the model's sake, another can ──┐
//!        express it, and somebody still wants it       └─ or else ─▶ failed
//! ```
//!
//! Another model is another task, with a key and a claim of its own. So another is asked only where it is certain that
//! this one makes no video: its submit was refused, or its task has ended. A read that fails while waiting says nothing
//! of the kind, nor does a submit of unknown outcome. Source: guide, section 10, fallback strategy.

use super::stored::{Fields, Stored};
use crate::catalog::{self, Model};
use crate::fallback::{Verdict, chain, express_judged, is_lasting_model_error};
use crate::request::{self, Options, Request};
use crate::tape::Document;

/// What came of the last step.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// Nothing yet; also where the machine was read back from its stored form.
    Start,
    /// The submit made a task, or found it.
    Submitted {
        /// Its id.
        task_id: &'a str,
    },
    /// The task has its video.
    Completed,
    /// The submit, or the wait, ended in an error.
    Failed {
        /// Its JavaScript class.
        class: &'a str,
        /// Its code.
        code: &'a str,
        /// Whether anybody still wants the video.
        wanted: bool,
    },
}

/// What to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Submit the request as it was given.
    Submit,
    /// Submit this one instead, under a key of its own.
    Fallback(Alternative),
    /// Wait for the task of that id.
    Wait(String),
    /// There is a video.
    Done,
    /// The last error stands.
    Fail,
}

/// The request, as an older model takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// The model that failed.
    pub from: &'static str,
    /// The one to try.
    pub to: &'static str,
    /// As JSON with marks (see [`crate::json`]).
    pub request: String,
    /// Fields that it does not have.
    pub losses: Vec<&'static str>,
}

impl Alternative {
    /// The body to post.
    pub fn body(&self) -> String {
        let document = Document::parse(&self.request).unwrap_or_default();
        let tape = document.tape();
        Request::of(tape.root()).map(|request| request.body()).unwrap_or_default()
    }
}

/// Judges a request (JSON with marks); `true`: as the order says, with what is known of its media, `false`: strictly, without.
pub type Judge<'j> = &'j dyn Fn(&Order, &str, bool) -> Verdict;

/// What is to be generated.
#[derive(Clone, Debug, Default)]
pub struct Order {
    /// The request, as JSON.
    pub request: String,
    /// Models to fall back on, separated by commas; empty for the generations before.
    pub among: String,
    /// What is known of its media, as JSON; empty where nothing is.
    pub inputs: String,
    /// Whether a text over its limit is a warning.
    pub lenient: bool,
}

impl Order {
    fn judge(&self, request: &str, with_inputs: bool) -> Verdict {
        let (request, inputs) = (Document::parse(request).unwrap_or_default(), Document::parse(&self.inputs));
        let inputs = inputs.as_ref().filter(|_| with_inputs).map(Document::tape);
        let options = match &inputs {
            Some(inputs) => Options { lenient: self.lenient, inputs: Some(inputs.root()) },
            None => Options::default(),
        };
        Verdict::of(&request::judge(request.tape().root(), options))
    }
}

/// A generation under way.
#[derive(Clone, Debug)]
pub struct Generate {
    order: Order,
    /// How many of the alternatives have been looked at.
    tried: u32,
    /// The model asked last, where it is not the one of the request.
    model: String,
    /// The task waited for; empty while there is none.
    task_id: String,
    over: bool,
}

impl Generate {
    /// One not yet begun.
    pub const fn new(order: Order) -> Generate {
        Generate { order, tried: 0, model: String::new(), task_id: String::new(), over: false }
    }

    /// One step.
    pub fn step(&mut self, event: Event<'_>) -> Effect {
        self.step_judged(event, &Order::judge)
    }

    /// The same, where somebody else judges requests.
    pub fn step_judged(&mut self, event: Event<'_>, judge: Judge<'_>) -> Effect {
        match event {
            _ if self.over => Effect::Fail,
            Event::Start if !self.task_id.is_empty() => Effect::Wait(self.task_id.clone()),
            Event::Start => self.current(judge).map_or(Effect::Submit, Effect::Fallback),
            Event::Submitted { task_id } => {
                task_id.clone_into(&mut self.task_id);
                Effect::Wait(self.task_id.clone())
            }
            Event::Completed => {
                self.over = true;
                Effect::Done
            }
            Event::Failed { class, code, wanted } => {
                let is_waiting = !self.task_id.is_empty();
                let makes_no_video = !is_waiting || class == "TaskFailedError";
                let next = if wanted && makes_no_video && is_lasting_model_error(class, code) {
                    self.next(judge)
                } else {
                    None
                };
                if next.is_none() {
                    self.over = true;
                    return Effect::Fail;
                }
                self.task_id.clear();
                next.map_or(Effect::Fail, Effect::Fallback)
            }
        }
    }

    /// The next model that takes the request.
    fn next(&mut self, judge: Judge<'_>) -> Option<Alternative> {
        let document = Document::parse(&self.order.request)?;
        let tape = document.tape();
        let request = Request::of(tape.root())?;
        let from = catalog::model(&self.model).unwrap_or(request.model);
        let models = models(request.model, &self.order.among);
        for target in models.into_iter().skip(self.tried as usize) {
            self.tried += 1;
            if let Some(found) = alternative(&self.order, &request, from, target, judge) {
                target.id.clone_into(&mut self.model);
                return Some(found);
            }
        }
        None
    }

    /// The alternative that was asked last, where the machine comes out of its stored form.
    fn current(&self, judge: Judge<'_>) -> Option<Alternative> {
        let target = catalog::model(&self.model)?;
        let document = Document::parse(&self.order.request)?;
        let tape = document.tape();
        let request = Request::of(tape.root())?;
        alternative(&self.order, &request, request.model, target, judge)
    }
}

fn models(of: &Model, names: &str) -> Vec<&'static Model> {
    if names.is_empty() { chain(of).collect() } else { names.split(',').filter_map(catalog::model).collect() }
}

/// `None` where the model cannot express the request, or its limits are below what is known of the media.
fn alternative(
    order: &Order,
    request: &Request<'_>,
    from: &'static Model,
    target: &'static Model,
    judge: Judge<'_>,
) -> Option<Alternative> {
    let (expressed, losses) = express_judged(request, target, &|expressed| judge(order, expressed, false))?;
    if !order.inputs.is_empty() && !judge(order, &expressed, true).is_valid {
        return None;
    }
    Some(Alternative { from: from.id, to: target.id, request: expressed, losses })
}

impl Stored for Generate {
    const NAME: &'static str = "generate";
    const VERSION: u32 = 1;

    fn fields(&mut self, fields: &mut dyn Fields, _now: f64) {
        fields.text("request", &mut self.order.request);
        fields.text("among", &mut self.order.among);
        fields.text("inputs", &mut self.order.inputs);
        fields.flag("lenient", &mut self.order.lenient);
        fields.count("tried", &mut self.tried);
        fields.text("model", &mut self.model);
        fields.text("taskId", &mut self.task_id);
    }

    fn is_over(&self) -> bool {
        self.over
    }
}
