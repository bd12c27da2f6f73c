//! The engine in virtual time: objects that answer one request after the other, a queue, alarms, an API. What happens is the
//! real machines' to say; here is only when.

use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, HashMap};
use std::time::Instant;

use wanreel::protocol::coordinator::event::Message;
use wanreel::protocol::coordinator::{Coordinator, Event as Told, Settings as Bounds};
use wanreel::protocol::job::event::{Create, Event};
use wanreel::protocol::job::{Context, Effect, Job, Settings, State, advance};

use super::api::Task;
use super::load::Load;
use super::options::Options;
use super::tally::Tally;

pub const BEGIN: i64 = 1_795_737_600_000;
pub const DAY_MS: i64 = 86_400_000;
/// Who posts thousands at once.
pub const FLOOD: u64 = u64::MAX;

/// What is about to happen.
pub enum What {
    Arrive { user: u64 },
    Job { number: u64, event: Box<Event>, answers: bool },
    JobAlarm { number: u64, at: i64 },
    Coordinator { told: Told, answer: Option<(u64, String)> },
    CoordinatorAlarm { at: i64 },
    Message(Message),
}

struct Moment {
    at: i64,
    /// Of two at the same moment the one that was known first.
    turn: u64,
    what: What,
}

impl PartialEq for Moment {
    fn eq(&self, other: &Moment) -> bool {
        (self.at, self.turn) == (other.at, other.turn)
    }
}
impl Eq for Moment {}
impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Moment) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Moment {
    fn cmp(&self, other: &Moment) -> Ordering {
        (self.at, self.turn).cmp(&(other.at, other.turn))
    }
}

/// A job's object.
pub struct Object {
    pub job: Option<Job>,
    pub alarm: Option<i64>,
    pub arrived: i64,
    pub user: u64,
    pub task: Option<Task>,
    /// Answers that are awaited; while there are any, the object is active, and billed.
    awaited: u32,
    active_since: i64,
    submitted: bool,
}

pub struct Engine<'a> {
    pub options: &'a Options,
    pub tally: Tally,
    pub rng: fastrand::Rng,
    pub now: i64,
    pub objects: HashMap<u64, Object>,
    settings: Settings,
    coordinator: Coordinator,
    coordinator_alarm: Option<i64>,
    /// Until when each shared object is busy, in microseconds.
    busy_until: HashMap<String, i64>,
    heap: BinaryHeap<Reverse<Moment>>,
    turns: u64,
    load: Load,
    waiting: usize,
    running: usize,
}

impl<'a> Engine<'a> {
    pub fn new(options: &'a Options) -> Engine<'a> {
        let bounds = Bounds::read(&options.of_coordinator()).unwrap();
        Engine {
            options,
            tally: Tally::default(),
            rng: fastrand::Rng::with_seed(options.seed),
            now: BEGIN,
            objects: HashMap::new(),
            settings: Settings::read(&options.of_job()).unwrap(),
            coordinator: Coordinator::new(bounds),
            coordinator_alarm: None,
            busy_until: HashMap::new(),
            heap: BinaryHeap::new(),
            turns: 0,
            load: Load::new(options),
            waiting: 0,
            running: 0,
        }
    }

    /// Plays the day, and what is left of it afterwards.
    pub fn play(mut self) -> Tally {
        for at in Load::flood(self.options) {
            self.later(at, What::Arrive { user: FLOOD });
        }
        self.arrive_next();
        while let Some(Reverse(Moment { at, what, .. })) = self.heap.pop() {
            self.now = at;
            self.happen(what);
        }
        assert!(self.objects.is_empty(), "{} jobs have no end", self.objects.len());
        self.tally
    }

    pub fn later(&mut self, at: i64, what: What) {
        self.turns += 1;
        self.heap.push(Reverse(Moment { at: at.max(self.now), turn: self.turns, what }));
    }

    /// About so long.
    pub fn about(&mut self, mean_ms: f64) -> i64 {
        (mean_ms * (0.5 + self.rng.f64())).round() as i64
    }

    fn arrive_next(&mut self) {
        if let Some((at, user)) = self.load.next(&mut self.rng) {
            self.later(at, What::Arrive { user });
        }
    }

    fn happen(&mut self, what: What) {
        match what {
            What::Arrive { user } => {
                if user != FLOOD {
                    self.arrive_next();
                }
                self.create(user);
            }
            What::Job { number, event, answers } => {
                if !answers {
                    self.tally.job_requests += 1;
                }
                self.tell(number, &event, answers);
            }
            What::JobAlarm { number, at } => {
                let Some(object) = self.objects.get_mut(&number) else { return };
                if object.alarm == Some(at) {
                    object.alarm = None;
                    self.tally.alarms += 1;
                    self.tell(number, &Event::Alarm, false);
                }
            }
            What::Coordinator { told, answer } => {
                self.coordinate(&told);
                if let Some((number, id)) = answer {
                    self.answer(number, id, None);
                }
            }
            What::CoordinatorAlarm { at } => {
                if self.coordinator_alarm == Some(at) {
                    self.coordinator_alarm = None;
                    self.tally.alarms += 1;
                    self.tally.object("coordinator", self.now);
                    self.coordinate(&Told::Alarm);
                }
            }
            What::Message(Message { job, run }) => {
                let number = job.trim_start_matches('0').parse().unwrap_or(0);
                let event = Box::new(Event::Start { run });
                self.happen(What::Job { number, event, answers: false });
            }
        }
    }

    fn create(&mut self, user: u64) {
        let number = self.tally.arrived;
        self.tally.arrived += 1;
        self.tally.job_requests += 1;
        let object = Object {
            job: None,
            alarm: None,
            arrived: self.now,
            user,
            task: None,
            awaited: 0,
            active_since: 0,
            submitted: false,
        };
        self.objects.insert(number, object);
        self.tally.most_alive = self.tally.most_alive.max(self.objects.len());
        let create = Create {
            job: format!("{number:043}"),
            user: format!("user-{user}"),
            request: super::api::REQUEST.to_owned(),
            ..Create::default()
        };
        self.tell(number, &Event::Create(Box::new(create)), false);
    }

    /// One step of a job's machine, its write, and what it asks for.
    fn tell(&mut self, number: u64, event: &Event, answers: bool) {
        let Some(object) = self.objects.get_mut(&number) else { return };
        if answers {
            object.awaited -= 1;
            if object.awaited == 0 {
                self.tally.active_ms += self.now - object.active_since;
            }
        }
        // The step itself takes a moment, in which the object is active.
        self.tally.active_ms += i64::from(object.awaited == 0);
        let context =
            Context { settings: &self.settings, now: self.now, random: self.rng.f64(), activation: "1" };
        let before = object.job.as_ref().map(|job| job.state);
        let began = Instant::now();
        let out = advance(object.job.as_ref(), event, context);
        self.tally.job_ns += began.elapsed().as_nanos();
        self.tally.job_steps += 1;
        let deleted = out.effects.contains(&Effect::DeleteAll);
        self.tally.job_rows +=
            u64::from(out.job.is_some() && !out.lazy) + u64::from(out.alarm.is_some() && !out.alarm_waits);
        object.job = out.job;
        let after = object.job.as_ref().map(|job| job.state);
        self.moved(number, before, after);
        if let Some(at) = out.alarm {
            self.set_alarm(number, at);
        }
        for effect in out.effects {
            self.perform(number, effect);
        }
        if deleted {
            self.objects.remove(&number);
            self.tally.deleted += 1;
        }
    }

    fn set_alarm(&mut self, number: u64, at: i64) {
        let Some(object) = self.objects.get_mut(&number) else { return };
        object.alarm = Some(at);
        let over = object.job.as_ref().is_some_and(|job| job.state.is_end());
        if over && at > self.now + DAY_MS && object.awaited == 0 {
            self.pass_away(number, at);
        } else {
            self.later(at, What::JobAlarm { number, at });
        }
    }

    /// Nothing but its last alarm is left of it: that rings now, so that it need not be kept for a month.
    fn pass_away(&mut self, number: u64, at: i64) {
        let now = std::mem::replace(&mut self.now, at);
        let Some(object) = self.objects.get_mut(&number) else { return };
        object.alarm = None;
        self.tell(number, &Event::Alarm, false);
        self.now = now;
        assert!(!self.objects.contains_key(&number), "job {number} outlives its last alarm");
        self.tally.late_requests += 1;
        // Its own row, and the one that its user's object keeps of it.
        self.tally.late_rows += 2;
    }

    fn moved(&mut self, number: u64, before: Option<State>, after: Option<State>) {
        if before == after {
            return;
        }
        let is = |state: Option<State>, wanted: &[State]| state.is_some_and(|state| wanted.contains(&state));
        let at_api = [State::Submitting, State::Polling];
        self.waiting += usize::from(is(after, &[State::Queued]));
        self.waiting -= usize::from(is(before, &[State::Queued]));
        self.running += usize::from(is(after, &at_api));
        self.running -= usize::from(is(before, &at_api));
        self.tally.most_waiting = self.tally.most_waiting.max(self.waiting);
        self.tally.most_running = self.tally.most_running.max(self.running);
        let seconds =
            self.objects.get(&number).map_or(0.0, |object| (self.now - object.arrived) as f32 / 1e3);
        match after {
            Some(State::Done) => {
                self.tally.done += 1;
                self.tally.ends.push(seconds);
            }
            Some(State::Failed) => self.tally.failed += 1,
            Some(State::Unresolved) => self.tally.unresolved += 1,
            _ => {}
        }
    }

    /// The first POST of a job: it waits no more.
    pub fn submitted(&mut self, number: u64) {
        let Some(object) = self.objects.get_mut(&number) else { return };
        if !std::mem::replace(&mut object.submitted, true) {
            let seconds = (self.now - object.arrived) as f32 / 1e3;
            let floods = object.user == FLOOD;
            if floods { &mut self.tally.flood_waits } else { &mut self.tally.waits }.push(seconds);
        }
    }

    /// Somebody is asked, and the object waits for the answer.
    pub fn awaits(&mut self, number: u64, at: i64, event: Event) {
        self.awaiting(number);
        self.later(at, What::Job { number, event: Box::new(event), answers: true });
    }

    pub fn awaiting(&mut self, number: u64) {
        if let Some(object) = self.objects.get_mut(&number) {
            if object.awaited == 0 {
                object.active_since = self.now;
            }
            object.awaited += 1;
        }
    }

    pub fn answer(&mut self, number: u64, id: String, full: Option<wanreel::protocol::job::event::Full>) {
        let at = self.now + self.about(self.options.hop_ms / 2.0);
        let event = Box::new(Event::Answered { id, full });
        self.later(at, What::Job { number, event, answers: true });
    }

    /// A shared object takes one request after the other: when this one is through.
    pub fn turn_at(&mut self, name: &str) -> i64 {
        let arrives = self.now + self.about(self.options.hop_ms / 2.0);
        self.tally.object(name, arrives);
        let free = self.busy_until.entry(name.to_owned()).or_default();
        *free = (*free).max(arrives * 1_000) + self.options.object_us;
        (*free + 999) / 1_000
    }

    fn coordinate(&mut self, told: &Told) {
        let began = Instant::now();
        let out = self.coordinator.step(told, self.now);
        self.tally.coordinator_ns += began.elapsed().as_nanos();
        self.tally.coordinator_steps += 1;
        self.tally.coordinator_rows += out.rows.len() as u64 + u64::from(out.alarm.is_some());
        if let Some(at) = out.alarm {
            self.coordinator_alarm = Some(at);
            self.later(at, What::CoordinatorAlarm { at });
        }
        for message in out.send {
            self.tally.messages += 1;
            let at = self.now + self.about(self.options.queue_ms);
            self.later(at, What::Message(message));
        }
    }
}
