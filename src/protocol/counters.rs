//! Rates and money as additions to counters that many share: what a submit adds, what its end adds or takes back.
//!
//! ```text
//!             reserve                    settle, release
//!   claimed ───────────▶ reserved ───────────────────────▶ closed
//!      │                    │                              ▲  ▲
//!      │                    └──▶ closed at its ceiling ────┘  │
//!      │                settle                       correct  │
//!      └──────────── void: nothing was reserved ──────────────┘
//! ```
//!
//! Each arrow is one list of charges, which a limit store adds all or none. The first charge of a list is a counter of the
//! reservation itself, and lets the list be added once, whoever tries and however often: `once` is 1 when reserved, and is
//! pushed past that when nothing was, so that a reservation that comes late finds it full. `closed` is 1 where a ceiling was
//! settled, which the price corrects once, whoever learns it and however late; else 2, and nothing is added any more. A reservation that is closed by
//! nobody within [`OPEN_MS`] counts as spent, never as free.

use crate::catalog::Mode;
use crate::pricing::budget::{Call, Limits};
use crate::sha256::hex_digest;
use crate::tape::Node;
use crate::text::{first, hex_digit, integer};

const HOUR_MS: u64 = 3_600_000;
const DAY_MS: u64 = 24 * HOUR_MS;
/// How long a reservation can be closed; after that it is spent. The record of a task lives 25 hours.
pub const OPEN_MS: u64 = 26 * HOUR_MS;
/// How long it is remembered that it was: longer, for clocks that disagree.
const REMEMBERED_MS: u64 = 30 * HOUR_MS;
/// A day's sums are kept a day longer, so that what is given back after midnight finds them.
const SUM_DAYS: u64 = 2;
/// Spend by user, feature and model is kept so many days.
const LINE_DAYS: u64 = 35;
/// What `closed` holds once nothing is left to add.
const CLOSED: i64 = 2;
/// More counters than any reservation has.
const MOST_COUNTERS: usize = 8;

/// What one counter is added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    /// Which counter.
    pub key: String,
    /// Micro-dollars, or a count; below 0 gives back.
    pub amount: i64,
    /// The most it may reach by this.
    pub most: Option<u64>,
    /// When it may be forgotten, in milliseconds since 1970; `None` is never.
    pub expires_ms: Option<u64>,
    /// The limit that stands behind `most`, by its option's name; empty where none does.
    pub limit: &'static str,
    /// Of a rate, how long its window is, in milliseconds.
    pub window_ms: Option<u64>,
}

impl Charge {
    fn new(key: String, amount: i64, expires_ms: Option<u64>) -> Charge {
        Charge { key, amount, most: None, expires_ms, limit: "", window_ms: None }
    }
}

/// Money put aside for one POST, as a record keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reservation {
    /// The idempotency key, `:`, and the moment of the claim in milliseconds since 1970; then `~` and a text that no other
    /// reservation has.
    pub id: String,
    /// Micro-dollars.
    pub micro_usd: u64,
    /// The counters that hold it: of the reservation itself, of each sum, of the line by user, feature and model.
    pub counters: Vec<String>,
    /// Whether the task costs less than that where an input of unknown length is shorter than the longest allowed.
    pub ceiling: bool,
}

/// How a reservation ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Close {
    /// Nothing was or will be billed.
    Release,
    /// The task is billed: what was put aside, or the price, where that is known by now.
    Settle(Option<u64>),
}

/// What a submit puts aside; `None` of a model that nobody knows. `space` comes before the keys of all counters, without a
/// slash in it. Whether the call fits what needs no count, [`Limits::check`] tells.
pub fn reserve(
    limits: &Limits,
    call: &Call<'_>,
    space: &str,
    id: &str,
    now_ms: u64,
) -> Option<(Reservation, Vec<Charge>)> {
    let reservation = Reservation::of(call, space, id)?;
    let amount = reservation.micro_usd as i64;
    let (line, sums) = reservation.counters.split_last()?;
    let (first, sums) = sums.split_first()?;
    let mut charges = vec![once(first, 1, now_ms)];
    charges.extend(limits.sums(call).zip(sums).map(|((limit, most), key)| Charge {
        most,
        limit,
        ..Charge::new(key.clone(), amount, expiry(key))
    }));
    charges.push(Charge::new([line, "/reserved"].concat(), amount, expiry(line)));
    Some((reservation, charges))
}

/// What is added before a reservation is closed by one who did not see it made. Added: nothing was reserved, and nothing
/// can be any more. Full at 1: it was, and can be closed. Full above: it is closed.
pub fn void(reservation: &Reservation, now_ms: u64) -> Option<Charge> {
    is_open(reservation, now_ms)?;
    Some(once(reservation.counters.first()?, 2, moment(&reservation.id)?))
}

/// What closes it; `None` where it is too late, and it counts as spent. The first charge is full where it was closed before.
pub fn close(reservation: &Reservation, how: Close, now_ms: u64) -> Option<Vec<Charge>> {
    let spent = match how {
        Close::Release => 0,
        Close::Settle(known) => known.unwrap_or(reservation.micro_usd),
    };
    let at_ceiling = reservation.ceiling && how == Close::Settle(None);
    let mut charges = closing(reservation, if at_ceiling { 1 } else { CLOSED }, now_ms)?;
    if at_ceiling && let Some(first) = charges.first_mut() {
        first.most = Some(1);
    }
    add(&mut charges, reservation, spent as i64 - reservation.micro_usd as i64);
    if let Some(line) = line(reservation) {
        let mut change = |part: &str, amount: u64, sign: i64| {
            if amount > 0 {
                charges.push(Charge::new([line, part].concat(), sign * amount as i64, expiry(line)));
            }
        };
        change("/reserved", reservation.micro_usd, -1);
        change("/spent", spent, 1);
        if at_ceiling {
            change("/ceiling", spent, 1);
        }
    }
    Some(charges)
}

/// What makes a ceiling that was settled the price, once that is known. Only for one who found it settled so: the first charge
/// of [`close`] is full at 1 then.
pub fn correct(reservation: &Reservation, micro_usd: u64, now_ms: u64) -> Option<Vec<Charge>> {
    let mut charges = closing(reservation, 1, now_ms)?;
    let change = micro_usd as i64 - reservation.micro_usd as i64;
    add(&mut charges, reservation, change);
    if let Some(line) = line(reservation) {
        charges.push(Charge::new([line, "/spent"].concat(), change, expiry(line)));
        let ceiling = -(reservation.micro_usd as i64);
        charges.push(Charge::new([line, "/ceiling"].concat(), ceiling, expiry(line)));
    }
    Some(charges)
}

/// One more in each window of a rate; `rates` are the most of a minute, an hour and a UTC day.
pub fn rates(space: &str, what: &str, user: &str, rates: [Option<u64>; 3], now_ms: u64) -> Vec<Charge> {
    let windows = [("perMinute", 60_000), ("perHour", HOUR_MS), ("perDay", DAY_MS)];
    let user = tag(user);
    let one = |((limit, window), most): ((&'static str, u64), Option<u64>)| {
        let number = now_ms / window;
        let key = key(&[space, "/rate"].concat(), what, number, &[limit, "/", &user].concat());
        let charge = Charge::new(key, 1, Some((number + 1) * window));
        most.map(|most| Charge { most: Some(most), limit, window_ms: Some(window), ..charge })
    };
    windows.into_iter().zip(rates).filter_map(one).collect()
}

impl Reservation {
    /// What a call puts aside under that id, whose moment says on which day; `None` of a model that nobody knows.
    pub fn of(call: &Call<'_>, space: &str, id: &str) -> Option<Reservation> {
        if call.model.is_empty() {
            return None;
        }
        let day = moment(id)? / DAY_MS;
        let user = tag(call.user);
        let mut counters = vec![[space, "/once/", id].concat()];
        // In the order of [`Limits::sums`].
        counters.push(key(space, "user", day, &user));
        match call.mode {
            Mode::ReferenceVideo => counters.push(key(space, "reference", day, "all")),
            Mode::VideoEdit => counters.push(key(space, "edit", day, "all")),
            _ => {}
        }
        counters.push([space, "/total"].concat());
        counters.push(key(
            space,
            "line",
            day,
            &[&user, "/", &segment(call.feature), "/", call.model].concat(),
        ));
        let micro_usd = call.micro_usd.unwrap_or_default();
        Some(Reservation { id: id.to_owned(), micro_usd, counters, ceiling: !call.exact })
    }

    /// As a record holds it. What is none, or cannot be one of ours, is `None`: a store may hold anything.
    pub fn read(value: Node<'_>) -> Option<Reservation> {
        let id = value.get("id")?.as_text()?.to_owned();
        let micro_usd = u64::try_from(value.get("microUsd")?.as_integer()?).ok()?;
        let counters = value.get("counters")?.items()?;
        let texts: Option<Vec<String>> =
            counters.iter().map(|counter| counter.as_text().map(str::to_owned)).collect();
        let counters = texts.filter(|counters| !counters.is_empty() && counters.len() <= MOST_COUNTERS)?;
        moment(&id).filter(|_| micro_usd <= crate::pricing::cost::MOST)?;
        let ceiling = matches!(value.get("ceiling"), Some(Node::Bool(true)));
        Some(Reservation { id, micro_usd, counters, ceiling })
    }
}

/// The first charge of what closes or corrects: made once.
fn closing(reservation: &Reservation, amount: i64, now_ms: u64) -> Option<Vec<Charge>> {
    is_open(reservation, now_ms)?;
    let key = [reservation.counters.first()?, "/closed"].concat();
    Some(vec![Charge { most: Some(CLOSED as u64), ..once(&key, amount, moment(&reservation.id)?) }])
}

/// Adds the same to each sum it is counted in.
fn add(charges: &mut Vec<Charge>, reservation: &Reservation, amount: i64) {
    let last = reservation.counters.len() - 1;
    let sums = reservation.counters.get(1..last).unwrap_or_default();
    charges
        .extend(sums.iter().filter(|_| amount != 0).map(|key| Charge::new(key.clone(), amount, expiry(key))));
}

fn line(reservation: &Reservation) -> Option<&String> {
    reservation.counters.get(1..).and_then(<[String]>::last)
}

fn once(key: &str, amount: i64, since_ms: u64) -> Charge {
    Charge {
        most: Some(amount as u64),
        ..Charge::new(key.to_owned(), amount, Some(since_ms + REMEMBERED_MS))
    }
}

fn is_open(reservation: &Reservation, now_ms: u64) -> Option<()> {
    (now_ms < moment(&reservation.id)?.saturating_add(OPEN_MS)).then_some(())
}

/// When it was claimed.
fn moment(id: &str) -> Option<u64> {
    let bytes = id.as_bytes();
    let at = bytes.iter().rposition(|byte| *byte == b':')?;
    let mut ms: u64 = 0;
    for byte in bytes.get(at + 1..)?.iter().take_while(|byte| byte.is_ascii_digit()).take(15) {
        ms = ms * 10 + u64::from(byte - b'0');
    }
    (ms > 0).then_some(ms)
}

fn key(space: &str, kind: &str, number: u64, rest: &str) -> String {
    let mut key = [space, "/", kind, "/"].concat();
    integer(&mut key, number as i64);
    key.push('/');
    key.push_str(rest);
    key
}

/// When a counter of money may be forgotten.
fn expiry(key: &str) -> Option<u64> {
    let mut parts = key.split('/').skip(1);
    let days = if parts.next() == Some("line") { LINE_DAYS } else { SUM_DAYS };
    let mut day: u64 = 0;
    for byte in parts.next()?.bytes() {
        day = day * 10 + u64::from(byte.checked_sub(b'0').filter(|digit| *digit < 10)?);
        if day > 100_000_000 {
            return None;
        }
    }
    Some((day + days) * DAY_MS)
}

/// A user in keys: of one length, and not by name, since stores are seen by more than the users' own.
pub fn tag(user: &str) -> String {
    if user.is_empty() { "-".to_owned() } else { digest(user) }
}

fn digest(text: &str) -> String {
    first(&hex_digest(&["wanreel user ", text].concat()), 32).to_owned()
}

/// A feature in keys, percent-encoded; a long one by its digest.
fn segment(text: &str) -> String {
    const LONGEST: usize = 64;
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.extend([byte >> 4, byte & 15].map(|digit| hex_digit(digit).to_ascii_uppercase()));
        }
        if out.len() > LONGEST {
            return ["~", &digest(text)].concat();
        }
    }
    out
}
