//! Options with a default or a limit: one row each. What reads them, the check of their names, their types, their defaults
//! and their comments in JavaScript all come from here.

/// An option that is a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// The object it stands in.
    pub group: &'static str,
    /// Its name there.
    pub name: &'static str,
    /// What it is where it is not given.
    pub default: f64,
    /// The least it may be.
    pub least: u32,
    /// The most it may be; 0 where that is any number.
    pub most: u32,
}

/// What a type and a comment say of an option.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The object it stands in.
    pub group: &'static str,
    /// Its name there.
    pub name: &'static str,
    /// Its type in TypeScript.
    pub of: &'static str,
    /// What it is where it is not given, as JavaScript writes it; empty where that is nothing.
    pub default: Option<Default>,
    /// What it is for.
    pub about: &'static str,
}

/// A default.
#[derive(Clone, Copy, Debug)]
pub enum Default {
    /// A number.
    Number(f64),
    /// A switch.
    Flag(bool),
}

macro_rules! numbers {
    ($($(#[doc = $doc:literal])+ $option:ident = $group:literal $name:literal, $default:literal, $least:literal $(to $most:literal)?;)*) => {
        $(
            $(#[doc = $doc])+
            pub const $option: Number =
                Number { group: $group, name: $name, default: $default, least: $least, most: 0 $(+ $most)? };
        )*
        /// Those with a number for a default.
        pub static NUMBERS: &[Row] = &[$(Row {
            group: $group,
            name: $name,
            of: "number",
            default: Some(Default::Number($default)),
            about: concat!($($doc),+).trim_ascii(),
        },)*];
    };
}

numbers! {
    /// Pause before the first poll, and the shortest of all, in milliseconds.
    POLL_INITIAL_MS = "poll" "initialMs", 5_000.0, 0;
    /// Growth of the pause.
    POLL_FACTOR = "poll" "factor", 1.5, 1;
    /// Longest pause.
    POLL_MAX_MS = "poll" "maxMs", 30_000.0, 0;
    /// Share by which a pause varies at random, 0 to 1.
    POLL_JITTER = "poll" "jitter", 0.1, 0 to 1;
    /// When a running task is marked for review.
    POLL_REVIEW_AFTER_MS = "poll" "reviewAfterMs", 300_000.0, 0;
    /// When a wait gives up. A queue consumer or a cron job that is itself ended after fifteen minutes takes 720000: so the
    /// error is heard, and the task handed on.
    POLL_DEADLINE_MS = "poll" "deadlineMs", 900_000.0, 0;
    /// Attempts in all.
    RETRY_ATTEMPTS = "retry" "attempts", 3.0, 1;
    /// First pause in milliseconds, doubling.
    RETRY_INITIAL_MS = "retry" "initialMs", 1_000.0, 0;
    /// Longest pause.
    RETRY_MAX_MS = "retry" "maxMs", 30_000.0, 0;
    /// Share by which a pause varies at random, 0 to 1.
    RETRY_JITTER = "retry" "jitter", 0.2, 0 to 1;
    /// One attempt of a submit.
    TIMEOUT_SUBMIT_MS = "timeouts" "submitMs", 30_000.0, 0;
    /// One attempt of a read.
    TIMEOUT_READ_MS = "timeouts" "readMs", 15_000.0, 0;
    /// How long another's submit of the same request is waited for, and believed to be under way, before its outcome counts
    /// as unknown.
    TIMEOUT_CLAIM_MS = "timeouts" "claimMs", 300_000.0, 0;
}

/// Whether estimated time and progress shape the schedule: a switch, that is 1 or 0 among the numbers.
pub const POLL_ADAPTIVE: Number = Number { group: "poll", name: "adaptive", default: 1.0, least: 0, most: 1 };

const fn limit(name: &'static str, of: &'static str, about: &'static str) -> Row {
    Row { group: "budget", name, of, default: None, about }
}

/// The others.
pub static OTHERS: &[Row] = &[
    Row {
        group: "poll",
        name: POLL_ADAPTIVE.name,
        of: "boolean",
        default: Some(Default::Flag(POLL_ADAPTIVE.default > 0.0)),
        about: "Let estimated time and progress shape the schedule inside its bounds.",
    },
    limit("maxDuration", "number", "Longest output in seconds."),
    limit("maxQuality", "\"480p\" | \"720p\" | \"1080p\"", "Best quality allowed."),
    limit("perCallMicroUsd", "number", "Most one call may cost."),
    limit("perUserDayMicroUsd", "number", "Most a user may spend a day (UTC)."),
    limit(
        "referenceVideoDayMicroUsd",
        "number",
        "Most reference-video, which bills its input, may spend a day.",
    ),
    limit("videoEditDayMicroUsd", "number", "Most video-edit, which bills its input too, may spend a day."),
    limit("totalMicroUsd", "number", "Most all calls may spend."),
];

const fn proxy(group: &'static str, name: &'static str, default: Option<f64>, about: &'static str) -> Row {
    let default = match default {
        Some(number) => Some(Default::Number(number)),
        None => None,
    };
    Row { group, name, of: "number", default, about }
}

/// Those of the proxy, which JavaScript reads.
pub static PROXY: &[Row] = &[
    proxy(
        "rateLimit",
        "perMinute",
        Some(30.0),
        "Submits of one user; unlimited in a `rateLimit` without it.",
    ),
    proxy("rateLimit", "perHour", None, "Submits of one user in an hour."),
    proxy("rateLimit", "perDay", None, "Submits of one user in a UTC day."),
    proxy(
        "rateLimit",
        "requestsPerMinute",
        Some(300.0),
        "Requests of any kind by one user, counted by each isolate for itself: keeps polling within reason.",
    ),
    proxy("proxyTimeouts", "bodyMs", Some(10_000.0), "The body of a request."),
    proxy("proxyTimeouts", "submitMs", Some(25_000.0), "A submit."),
    proxy("proxyTimeouts", "readMs", Some(15_000.0), "A read."),
    proxy("proxySizes", "maxBodyBytes", Some(65_536.0), "Longest JSON body."),
    proxy("proxySizes", "maxUploadBytes", Some(20_971_520.0), "Largest file, where uploads are allowed."),
];

/// All rows of a group.
pub fn of(group: &str) -> impl Iterator<Item = &'static Row> {
    NUMBERS.iter().chain(OTHERS).chain(PROXY).filter(move |row| row.group == group)
}
