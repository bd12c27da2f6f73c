//! A job played by hand: every step goes through the stored text.

use wanreel::protocol::job::event::{Create, Event, Exchange};
use wanreel::protocol::job::{Context, Effect, Job, Settings, step};

pub const BEGIN: i64 = 1_795_770_000_000;
pub const MINUTE: i64 = 60_000;
pub const HOUR: i64 = 60 * MINUTE;
pub const REQUEST: &str = "{\"model\":\"wan2.7-text-to-video\",\"prompt\":\"a lake\",\"duration\":5}";
/// Five seconds at 720p: the guide's $0.086 a second.
pub const PRICE: u64 = 430_000;

pub struct Play {
    pub settings: Settings,
    pub now: i64,
    pub text: Option<String>,
    pub alarm: Option<i64>,
    pub activation: String,
    /// Of the last step, without what is for the log.
    pub effects: Vec<Effect>,
    pub lazy: bool,
    pub status: u16,
    pub code: String,
    /// Rows written, setAlarm counted as one.
    pub written: usize,
}

impl Play {
    pub fn new(options: &str) -> Play {
        Play {
            settings: Settings::read(options).unwrap(),
            now: BEGIN,
            text: None,
            alarm: None,
            activation: "first".into(),
            effects: Vec::new(),
            lazy: false,
            status: 0,
            code: String::new(),
            written: 0,
        }
    }

    pub fn tell(&mut self, event: &Event) -> &[Effect] {
        let context =
            Context { settings: &self.settings, now: self.now, random: 0.5, activation: &self.activation };
        let out = step(self.text.as_deref(), event, context).unwrap();
        if out.state.is_some() || out.effects.contains(&Effect::DeleteAll) {
            self.text = out.state;
            self.written += usize::from(!out.lazy);
        }
        if out.alarm.is_some() {
            self.alarm = out.alarm;
            self.written += usize::from(!out.alarm_waits);
        }
        if self.text.is_none() {
            self.alarm = None;
        }
        self.lazy = out.lazy;
        let reply = out.reply.unwrap_or_default();
        (self.status, self.code) = (reply.status, reply.code);
        self.effects =
            out.effects.into_iter().filter(|effect| !matches!(effect, Effect::Log { .. })).collect();
        &self.effects
    }

    pub fn job(&self) -> Job {
        Job::read(self.text.as_deref().expect("there is a job")).unwrap()
    }

    pub fn state(&self) -> &'static str {
        self.text.as_ref().map_or("-", |_| self.job().state.name())
    }

    /// The alarm rings.
    pub fn ring(&mut self) {
        self.now = self.now.max(self.alarm.expect("an alarm is set"));
        self.alarm = None;
        self.tell(&Event::Alarm);
    }

    /// Rings until something is to be done, or that time has passed.
    pub fn ring_until(&mut self, wanted: impl Fn(&Effect) -> bool, within: i64) -> bool {
        let end = self.now + within;
        while self.alarm.is_some_and(|at| at <= end) {
            self.ring();
            if self.effects.iter().any(&wanted) {
                return true;
            }
        }
        self.now = end;
        false
    }

    pub fn crash(&mut self) {
        self.activation.push('+');
        self.effects.clear();
    }

    pub fn create(&mut self) {
        self.create_request(REQUEST);
    }

    pub fn create_request(&mut self, request: &str) {
        let create =
            Create { job: "job".into(), user: "u1".into(), request: request.into(), ..Create::default() };
        self.tell(&Event::Create(Box::new(create)));
    }

    /// Answers everything that other objects are asked, until nothing is asked any more.
    pub fn settle(&mut self) {
        let mut asked = std::mem::take(&mut self.effects);
        while let Some(effect) = asked.pop() {
            let (Effect::Money { id, .. }
            | Effect::List { id, .. }
            | Effect::Enqueue { id, .. }
            | Effect::ReleaseSlot { id, .. }
            | Effect::PauseDeployment { id, .. }) = effect
            else {
                continue;
            };
            asked.extend(self.tell(&Event::Answered { id, full: None }).to_vec());
        }
    }

    /// Until nothing is owed any more, what is in flight is asked again and answered.
    pub fn drain(&mut self) {
        self.settle();
        for _ in 0..10 {
            if self.job().outbox.entries.is_empty() {
                return;
            }
            self.ring();
            self.settle();
        }
        panic!("{:?}", self.job().outbox);
    }

    pub fn queued(options: &str) -> Play {
        let mut play = Play::new(options);
        play.create();
        play.settle();
        assert_eq!(play.state(), "queued");
        play
    }

    pub fn posting(options: &str) -> Play {
        let mut play = Play::queued(options);
        play.tell(&Event::Start { run: BEGIN });
        assert!(matches!(play.effects[..], [Effect::Post { attempt: 1, .. }]));
        play
    }

    pub fn polling(options: &str) -> Play {
        let mut play = Play::posting(options);
        play.posted(1, answer(200, &task("task-unified-1", "pending", BEGIN)));
        assert_eq!(play.state(), "polling");
        play
    }

    pub fn archiving(options: &str) -> Play {
        let mut play = Play::polling(options);
        play.ring();
        play.got(answer(200, &task("task-unified-1", "completed", BEGIN)));
        assert_eq!(play.state(), "archiving");
        play
    }

    pub fn posted(&mut self, attempt: u32, answer: Exchange) {
        self.tell(&Event::Posted { run: BEGIN, attempt, answer });
    }

    pub fn got(&mut self, answer: Exchange) {
        let look = self.job().polling.look;
        self.tell(&Event::Got { run: BEGIN, look, answer });
    }

    pub fn checked(&mut self, task_id: &str, answer: Exchange, held: bool) {
        self.tell(&Event::Checked { run: BEGIN, task_id: task_id.into(), answer, held });
    }

    pub fn callback(&mut self, run: i64, task_id: &str) {
        self.tell(&Event::Callback { run, task_id: task_id.into() });
    }

    pub fn asks(&self, what: impl Fn(&Effect) -> bool) -> bool {
        self.effects.iter().any(what)
    }
}

pub fn answer(status: u16, text: &str) -> Exchange {
    Exchange { status, text: text.to_owned(), ..Exchange::default() }
}

pub fn lost() -> Exchange {
    Exchange { kind: 3, ..Exchange::default() }
}

pub fn envelope(code: &str) -> String {
    format!("{{\"error\":{{\"code\":\"{code}\",\"message\":\"no\"}}}}")
}

pub fn task(id: &str, status: &str, created_ms: i64) -> String {
    let rest = match status {
        "completed" => ",\"results\":[\"https://files.example/v.mp4\"]",
        "failed" => ",\"error\":{\"code\":\"service_error\",\"message\":\"no\"}",
        _ => "",
    };
    let created = created_ms / 1000;
    format!(
        "{{\"id\":\"{id}\",\"model\":\"wan2.7-text-to-video\",\"status\":\"{status}\",\"created\":{created}{rest}}}"
    )
}

pub fn is_post(effect: &Effect) -> bool {
    matches!(effect, Effect::Post { .. })
}

pub fn is_get(effect: &Effect) -> bool {
    matches!(effect, Effect::Get { .. })
}

pub fn is_check(effect: &Effect) -> bool {
    matches!(effect, Effect::Check { .. })
}

/// Money moved for that purpose, by so much in all.
pub fn moved(effects: &[Effect], purpose: &str) -> Option<i64> {
    effects.iter().find_map(|effect| match effect {
        Effect::Money { what, charges, .. } if *what == purpose => {
            Some(charges.iter().map(|charge| charge.amount).sum())
        }
        _ => None,
    })
}
