//! The engine as it is: alarms and messages come at least once, answers at most once, the object is lost at any moment with
//! all that it had in memory, clocks jump. Every moment between a write, its effects and their answers is a choice.

use wanreel::protocol::job::event::{ArchiveTrouble, Create, Event, Exchange};
use wanreel::protocol::job::{Context, Effect, Job, Settings, State, advance};

use super::api::{Api, Post, answer, no_answer};
use super::books::Books;
use super::chooser::Chooser;

pub const BEGIN: i64 = 1_795_770_000_000;
pub const REQUEST: &str = "{\"model\":\"wan2.7-text-to-video\",\"prompt\":\"a lake\",\"duration\":5}";

/// Something that was asked for and not yet answered, in this life of the object.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant, reason = "there are a handful of them at a time")]
pub enum Flight {
    /// Not performed.
    Asked(Effect),
    /// Performed, its answer on the way.
    Answered(Box<Event>),
}

/// What people and strangers may do in a schedule, beside what the engine does.
#[derive(Clone, Copy, Debug, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub struct People {
    pub cancels: bool,
    pub reconciles: bool,
    pub creates_again: bool,
    pub forges: bool,
    pub retries: bool,
}

pub struct World<'a> {
    pub chooser: &'a mut dyn Chooser,
    pub settings: &'a Settings,
    pub people: People,
    /// The object's clock, and how far it is from the API's.
    pub now: i64,
    pub skew: i64,
    pub activation: u32,
    pub durable: Option<Job>,
    pub memory: Option<Job>,
    pub alarm: Option<i64>,
    /// The alarm that rang: until it is over, or another is set, the engine rings it again where the object is lost.
    rang: Option<i64>,
    /// What the alarm is to be set to once that is over, or with the next write.
    owed: Option<i64>,
    pub flights: Vec<Flight>,
    /// POSTs of lives that are over, which may arrive yet.
    pub ghosts: Vec<(i64, u32)>,
    pub queue: Vec<i64>,
    pub api: Api,
    pub books: Books,
    pub archived: bool,
    pub webhooks: Vec<String>,
    pub misjudged: Vec<i64>,
    /// What happened, for whoever reads a failure.
    pub story: Vec<String>,
    pub tells: bool,
    pub steps: usize,
    /// The first invariant that broke.
    pub broken: Option<String>,
}

impl<'a> World<'a> {
    pub fn new(chooser: &'a mut dyn Chooser, settings: &'a Settings, people: People) -> World<'a> {
        World {
            chooser,
            settings,
            people,
            now: BEGIN,
            skew: 0,
            activation: 1,
            durable: None,
            memory: None,
            alarm: None,
            rang: None,
            owed: None,
            flights: Vec::new(),
            ghosts: Vec::new(),
            queue: Vec::new(),
            api: Api::default(),
            books: Books::default(),
            archived: false,
            webhooks: Vec::new(),
            misjudged: Vec::new(),
            story: Vec::new(),
            tells: false,
            steps: 0,
            broken: None,
        }
    }

    /// By the API's clock.
    pub fn true_now(&self) -> i64 {
        self.now - self.skew
    }

    /// The object's clock is set back by minutes, and later set right.
    pub fn jump(&mut self) {
        let skew = if self.skew == 0 { -240_000 } else { 0 };
        self.now += skew - self.skew;
        self.skew = skew;
    }

    pub fn breaks(&mut self, invariant: &str, how: impl AsRef<str>) {
        let how = how.as_ref();
        self.broken.get_or_insert(format!("{invariant}: {how}"));
    }

    fn note(&mut self, line: impl FnOnce() -> String) {
        if self.tells {
            let line = format!("{:>9} {}", self.now - BEGIN, line());
            self.story.push(line);
        }
    }

    /// One step of the machine, its write, and what it asks for.
    pub fn tell(&mut self, event: &Event) {
        self.steps += 1;
        let activation = self.activation.to_string();
        let random = self.chooser.fraction();
        let context = Context { settings: self.settings, now: self.now, random, activation: &activation };
        let before = self.memory.clone();
        let out = advance(before.as_ref(), event, context);
        self.note(|| {
            let state = out.job.as_ref().map_or("-", |job| job.state.name());
            let asked: Vec<_> =
                out.effects.iter().filter(|effect| !matches!(effect, Effect::Log { .. })).collect();
            format!(
                "{event:?} → {state} alarm {:?} lazy {} {asked:?}",
                out.alarm.map(|at| at - BEGIN),
                out.lazy
            )
        });
        let deleted = out.effects.contains(&Effect::DeleteAll);
        if out.job.is_some() || deleted {
            self.memory.clone_from(&out.job);
            if !out.lazy {
                self.durable.clone_from(&out.job);
            }
        }
        if out.alarm_waits {
            (self.alarm, self.owed) = (self.rang, out.alarm.or(self.owed));
        } else if out.alarm.is_some() {
            (self.alarm, self.rang, self.owed) = (out.alarm, None, None);
        } else if !out.lazy {
            self.over();
        }
        if deleted && before.as_ref().is_some_and(|job| job.retried && !job.state.is_end()) {
            self.breaks("a refused retry leaves the job", "its row was deleted");
        }
        if deleted {
            (self.durable, self.memory) = (None, None);
            (self.alarm, self.owed) = (None, None);
        }
        for effect in out.effects {
            match effect {
                Effect::Log { .. } | Effect::DeleteAll | Effect::AbortUpload { .. } => {}
                Effect::Post { run, attempt, ref idempotency_key, .. } => {
                    self.posted(run, attempt, idempotency_key);
                    self.flights.push(Flight::Asked(effect));
                }
                effect => self.flights.push(Flight::Asked(effect)),
            }
        }
        super::invariants::after_a_step(self);
    }

    fn posted(&mut self, run: i64, attempt: u32, key: &str) {
        let resends = self.settings.resend_once;
        let open: Vec<&Post> =
            self.api.posts.iter().filter(|post| post.run == run && !post.refused).collect();
        let failed = |post: &Post| {
            post.task
                .as_ref()
                .and_then(|id| self.api.task(id))
                .is_some_and(|task| task.fails.is_some() && task.ends <= self.true_now())
        };
        let doubtful = open.iter().filter(|post| !failed(post)).count();
        if doubtful > usize::from(resends) {
            let how = format!("POST {attempt} of run {run} while {doubtful} may be billed");
            self.breaks("one POST a run", how);
        }
        self.api.posts.push(Post { run, attempt, key: key.to_owned(), refused: false, task: None });
    }

    /// The object is lost, and comes back with what was written.
    pub fn crash(&mut self) {
        self.note(|| "the object is lost".to_owned());
        self.activation += 1;
        self.owed = None;
        for flight in std::mem::take(&mut self.flights) {
            if let Flight::Asked(Effect::Post { run, attempt, .. }) = flight {
                self.ghosts.push((run, attempt));
            }
        }
        // What a later life reads is text.
        self.memory = self.durable.as_ref().map(|job| {
            let text = job.write().unwrap();
            Job::read(&text).unwrap()
        });
        if self.memory != self.durable {
            self.breaks("stored text", "a job came back as another");
        }
    }

    pub fn create(&mut self) {
        let create =
            Create { job: "job".into(), user: "u1".into(), request: REQUEST.into(), ..Create::default() };
        self.tell(&Event::Create(Box::new(create)));
    }

    /// Performs an effect, and keeps its answer; what may go wrong is chosen while the world is not quiet.
    pub fn perform(&mut self, at: usize, quiet: bool) {
        let Flight::Asked(effect) = self.flights[at].clone() else { return };
        let choose =
            |world: &mut World<'_>, count: usize| if quiet { 0 } else { world.chooser.choose(count) };
        let event = match effect {
            Effect::Money { id, counter, reservation, level, charges, .. } => match choose(self, 3) {
                2 => Event::Failed { id },
                way => {
                    let full = self.books.apply(&counter, &reservation, level, &charges);
                    if way == 1 { Event::Failed { id } } else { Event::Answered { id, full } }
                }
            },
            Effect::Enqueue { id, run, .. } => match choose(self, 3) {
                2 => Event::Failed { id },
                way => {
                    self.queue.push(run);
                    if way == 1 { Event::Failed { id } } else { Event::Answered { id, full: None } }
                }
            },
            Effect::List { id, .. } | Effect::ReleaseSlot { id, .. } | Effect::PauseDeployment { id, .. } => {
                if choose(self, 2) == 1 {
                    Event::Failed { id }
                } else {
                    Event::Answered { id, full: None }
                }
            }
            Effect::Post { run, attempt, .. } => {
                let answer = self.post(run, attempt, quiet);
                Event::Posted { run, attempt, answer }
            }
            Effect::Get { run, look, task_id, .. } => {
                let answer = match choose(self, 6) {
                    0 | 1 => self.api.read(&task_id, self.true_now()),
                    2 => no_answer(3),
                    3 => answer(502, "<html>"),
                    4 => answer(404, "{\"error\":{\"code\":\"task_not_found\"}}"),
                    _ => answer(401, "{\"error\":{\"code\":\"unauthorized\"}}"),
                };
                Event::Got { run, look, answer }
            }
            Effect::Check { run, task_id, .. } => {
                let is_lost = choose(self, 3) == 2;
                let answer = if is_lost { no_answer(3) } else { self.api.read(&task_id, self.true_now()) };
                Event::Checked { run, task_id, answer, held: false }
            }
            Effect::Archive(plan) => {
                let run = plan.run;
                match choose(self, 5) {
                    0 => self.archive(run),
                    1 => Event::UploadBegun {
                        run,
                        upload_id: "u".into(),
                        part_bytes: 8 << 20,
                        whole: Some(20 << 20),
                        validator: Some("\"e\"".into()),
                        media_type: None,
                    },
                    2 => Event::ArchiveFailed { run, why: ArchiveTrouble::Storage },
                    3 => Event::ArchiveFailed { run, why: ArchiveTrouble::Expired },
                    _ => Event::ArchiveFailed { run, why: ArchiveTrouble::NotVideo },
                }
            }
            Effect::Notify { id, webhook_id, attempt, .. } => {
                let status = match choose(self, 4) {
                    0 => 204,
                    1 => 500,
                    2 => 0,
                    _ => 410,
                };
                // One that was not answered may have been heard.
                if status != 500 {
                    self.webhooks.push(webhook_id);
                }
                Event::Notified { id, attempt, status }
            }
            Effect::Log { .. } | Effect::DeleteAll | Effect::AbortUpload { .. } => return,
        };
        self.flights[at] = Flight::Answered(Box::new(event));
    }

    fn archive(&mut self, run: i64) -> Event {
        self.archived = true;
        Event::Archived { run, bytes: 1_000, sha256: None, media_type: None, seconds: Some(5.0) }
    }

    fn post(&mut self, run: i64, attempt: u32, quiet: bool) -> Exchange {
        let envelope = |code: &str| format!("{{\"error\":{{\"code\":\"{code}\",\"message\":\"no\"}}}}");
        let way = if quiet { 0 } else { self.chooser.choose(10) };
        match way {
            0 => self.api.accept(run, attempt, self.true_now(), None),
            1 => self.api.accept(run, attempt, self.true_now(), Some("resource_exhausted")),
            2 => {
                self.api.accept(run, attempt, self.true_now(), None);
                no_answer(3)
            }
            3 => {
                self.api.accept(run, attempt, self.true_now(), None);
                answer(500, "<html>")
            }
            4 => no_answer(4),
            5 => no_answer(5),
            6 => Exchange { retry_after: Some("7".into()), ..answer(429, &envelope("rate_limit_exceeded")) },
            7 => answer(402, &envelope("insufficient_quota")),
            8 => answer(500, &envelope("internal_error")),
            _ => answer(400, &envelope("invalid_request")),
        }
    }

    /// An answer arrives.
    pub fn deliver(&mut self, at: usize) {
        let Flight::Answered(event) = self.flights.remove(at) else { return };
        if let Event::Posted { run, attempt, answer } = &*event {
            let certain = answer.kind == 5
                || matches!(answer.status, 400..=499)
                || answer.text.contains("internal_error");
            let open = self.memory.as_ref().is_some_and(|job| {
                job.run == *run && job.submitting.attempt == *attempt && job.submitting.open.is_some()
            });
            if let Some(post) =
                self.api.posts.iter_mut().find(|post| post.run == *run && post.attempt == *attempt)
            {
                post.refused = certain && open;
            }
        }
        self.tell(&event);
        if matches!(*event, Event::Got { .. }) {
            self.over();
        }
    }

    /// The alarm that rang is over, or something is written: the next is set.
    fn over(&mut self) {
        if let Some(at) = self.owed.take() {
            (self.alarm, self.rang) = (Some(at), None);
        }
    }

    /// The earliest alarm rings: time passes until then. One that is not over rings again only with another life.
    pub fn ring(&mut self) {
        if self.owed.is_some() {
            if self.chooser.choose(2) == 0 {
                self.crash();
            } else {
                self.over();
            }
        }
        if let Some(at) = self.alarm.take() {
            self.rang = Some(at);
            self.now = self.now.max(at);
            self.tell(&Event::Alarm);
        }
    }

    /// A callback of a task that has ended.
    pub fn callback(&mut self, at: usize) {
        let task = &mut self.api.tasks[at];
        task.called_back = true;
        self.now = self.now.max(task.ends + self.skew);
        let event = Event::Callback { run: task.run, task_id: task.id.clone() };
        self.tell(&event);
    }

    pub fn is_at_rest(&self) -> bool {
        let Some(job) = &self.memory else { return true };
        let owes = !job.outbox.entries.is_empty()
            || job.notices.iter().any(wanreel::protocol::job::notice::Notice::is_pending);
        let week = 8 * 86_400_000;
        let waits =
            job.state == State::Unresolved && job.unresolved_at.is_some_and(|since| self.now - since > week);
        !owes && job.check.is_empty() && self.flights.is_empty() && (job.state.is_end() || waits)
    }
}
