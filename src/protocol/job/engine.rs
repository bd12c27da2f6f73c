//! One step: the event changes the parts, then each part says what it wants done now and when it must be woken.

pub use super::context::{About, Advanced, Context, Output, Reply};
use super::effect::Effect;
use super::event::{Event, Full};
use super::outbox::Debt;
use super::state::{Job, Reached, State, VERSION};
use super::unresolved::{self, review_of};
use super::{archive, check, create, money, notice, poll, queue, rest, submit};

/// How many states of a run are remembered.
const TIMELINE: usize = 16;

/// A job at work in one step.
#[derive(Debug)]
pub struct Step<'a> {
    /// The job.
    pub job: Job,
    /// What the step is decided by.
    pub context: Context<'a>,
    /// What is to be done.
    pub effects: Vec<Effect>,
    /// For the caller.
    pub reply: Option<Reply>,
}

impl Step<'_> {
    /// Goes to another state.
    pub fn reach(&mut self, state: State) {
        if self.job.state != state || self.job.timeline.is_empty() {
            self.job.state = state;
            self.job.timeline.push(Reached { state, at: self.context.now });
            let over = self.job.timeline.len().saturating_sub(TIMELINE);
            self.job.timeline.drain(..over);
        }
    }

    /// Owes something to another object.
    pub fn owe(&mut self, debt: Debt) {
        let run = self.job.run;
        self.job.outbox.owe(run, debt);
    }

    /// Says something for the log.
    pub fn log(&mut self, what: &'static str, ms: Option<i64>, detail: Option<String>) {
        self.effects.push(Effect::Log { what, ms, detail });
    }

    /// Reaches an end that costs so much: what every end owes is its money closed, and its place given back.
    pub fn end(&mut self, state: State, spent: u64) {
        let had_slot = !matches!(self.job.state, State::Archiving);
        self.reach(state);
        self.job.needs_review = review_of(&self.job);
        // A job that was paid for while its video was on its way is listed as under way until it says otherwise.
        if !money::close(self, spent) {
            money::list(self);
        }
        if had_slot {
            queue::release(self);
        }
        self.job.unresolved_at = None;
        self.job.delete_at = Some(self.context.now + self.context.settings.retention_ms);
        let ms = self.context.now - self.job.run;
        let detail = self.job.trouble.as_ref().map(|trouble| trouble.code.clone());
        self.log(state.name(), Some(ms), detail);
        notice::ended(self);
    }
}

/// Takes what happened to the job whose stored text this is; `None` where nothing is stored.
///
/// # Errors
/// A sentence, where the stored text is none, or written by a later version. The alarm must then be set again, so that the
/// job goes on after the next deployment.
pub fn step(stored: Option<&str>, event: &Event, context: Context<'_>) -> Result<Output, String> {
    let before = stored.map(Job::read).transpose()?;
    let Advanced { job, effects, alarm, alarm_waits, lazy, reply } = advance(before.as_ref(), event, context);
    let state = job.as_ref().map(Job::write).transpose()?;
    let about = job.map(|Job { job, run, state, .. }| About { job, run, state });
    Ok(Output { state, effects, alarm, alarm_waits, lazy, reply, about })
}

/// The same on a job that was read.
pub fn advance(before: Option<&Job>, event: &Event, context: Context<'_>) -> Advanced {
    let Some(job) = before.cloned().or_else(|| fresh(event)) else { return nothing(event) };
    let mut step = Step { job, context, effects: Vec::new(), reply: None };
    if matches!(event, Event::Alarm) {
        step.job.alarm_at = None;
    }
    take(&mut step, event, before.is_none());
    wants(&mut step);
    if let Some(deleted) = rest::gone(&mut step, before.is_some()) {
        return deleted;
    }
    let alarm = rest::alarm(&mut step);
    let Step { job, effects, reply, .. } = step;
    let lazy = rest::may_wait(before, &job, &effects);
    let alarm_waits = lazy && rest::rings_again(event, &effects);
    Advanced { job: Some(job), effects, alarm, alarm_waits, lazy, reply }
}

fn fresh(event: &Event) -> Option<Job> {
    matches!(event, Event::Create(_)).then(|| Job { version: VERSION, ..Job::default() })
}

/// Nothing is stored: deleted long ago, or never there. Nothing is written for a name that somebody guessed.
fn nothing(event: &Event) -> Advanced {
    let asked =
        matches!(event, Event::Cancel | Event::Reconcile { .. } | Event::Retry { .. } | Event::Renotify);
    let hint = "check the id; ended jobs are deleted after retentionDays";
    let reply = asked.then(|| Reply::error(404, "job_not_found", "there is no such job", hint));
    Advanced { reply, ..Advanced::default() }
}

fn take(step: &mut Step<'_>, event: &Event, is_new: bool) {
    match event {
        Event::Create(create) => create::create_or_find(step, create, is_new),
        Event::Alarm | Event::Wake => {}
        Event::Answered { id, full } => answered(step, id, full.as_ref()),
        Event::Failed { id } => {
            let context = step.context;
            step.job.outbox.failed(id, &context);
        }
        Event::Start { run } => queue::start(step, *run),
        Event::DeadLetter { run } => queue::dead_letter(step, *run),
        Event::Posted { run, attempt, answer } => submit::posted(step, *run, *attempt, answer),
        Event::Got { run, look, answer } => poll::got(step, *run, *look, answer),
        Event::Callback { run, task_id } => check::callback(step, *run, task_id),
        Event::Checked { run, task_id, answer, held } => check::checked(step, *run, task_id, answer, *held),
        Event::UploadBegun { run, .. }
        | Event::Part { run, .. }
        | Event::Archived { run, .. }
        | Event::ArchiveFailed { run, .. } => archive::told(step, *run, event),
        Event::Notified { id, attempt, status } => notice::notified(step, id, *attempt, *status),
        Event::Cancel => queue::cancel(step),
        Event::Reconcile { task_id } => unresolved::reconcile(step, task_id.as_deref()),
        Event::Retry { run } => create::retry(step, *run),
        Event::Renotify => notice::renotify(step),
    }
}

fn answered(step: &mut Step<'_>, id: &str, full: Option<&Full>) {
    let Some(owed) = step.job.outbox.cross_off(id) else { return };
    money::answered(step, &owed, full);
    queue::answered(step, &owed);
}

/// Every part does what is due.
fn wants(step: &mut Step<'_>) {
    money::wants(step);
    queue::wants(step);
    submit::wants(step);
    poll::wants(step);
    unresolved::overdue(step);
    check::wants(step);
    archive::wants(step);
    notice::wants(step);
    let (context, Job { job, user, priority, outbox, .. }) = (step.context, &mut step.job);
    outbox.wants(job, user, *priority, &context, &mut step.effects);
}
