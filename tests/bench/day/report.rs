//! The figures of a day as lines, and of the days that docs/scaling.md tells of as a table.

use std::fmt::Write as _;
use std::time::Instant;

use super::backlog::{self, Backlog};
use super::engine::Engine;
use super::options::Options;
use super::tally::{Bill, Tally, quantile};

/// A figure of a whole day: those of the deployment played, times how many there are.
type Line = (&'static str, String);

pub fn of(options: &Options, tally: &mut Tally) -> String {
    let mut text = String::new();
    for (name, value) in lines(options, tally) {
        let _ = writeln!(text, "{name:<58} {value}");
    }
    text
}

fn seconds(values: &mut [f32]) -> String {
    if values.is_empty() {
        return "–".to_owned();
    }
    let at = |values: &mut [f32], share| match quantile(values, share) {
        short if short < 100.0 => format!("{short:.1} s"),
        long if long < 6_000.0 => format!("{:.0} min", long / 60.0),
        long => format!("{:.1} h", long / 3_600.0),
    };
    format!("{} / {} / {}", at(values, 0.5), at(values, 0.99), at(values, 1.0))
}

fn lines(options: &Options, tally: &mut Tally) -> Vec<Line> {
    let bill = Bill::of(tally, options.megabytes);
    let each = |count: u64| format!("{:.2}", count as f64 / tally.arrived as f64);
    let whole = |count: u64| thousands(count * options.shards);
    let a_second = |rate: f64| format!("{:.2}", rate * options.shards as f64);
    let of_one = |rate: f64| format!("{rate:.2}");
    let dollars = |amount: f64| format!("${amount:.2}");
    let arrived = tally.arrived * options.shards;
    let us = |ns: u128, steps: u64| format!("{:.1} µs", ns as f64 / 1_000.0 / steps.max(1) as f64);
    let mut found = vec![
        ("deployments × places at the API, submits a minute", {
            format!("{} × {}, {}", options.shards, options.concurrency, options.per_minute)
        }),
        ("jobs played, of one deployment", thousands(tally.arrived)),
        ("done / failed / unresolved, of those", {
            format!("{} / {} / {}", thousands(tally.done), thousands(tally.failed), tally.unresolved)
        }),
        ("most jobs that waited, of one deployment", thousands(tally.most_waiting as u64)),
        ("most tasks at the API, of one deployment", thousands(tally.most_running as u64)),
        ("objects of jobs at work at once, at most, of one", thousands(tally.most_alive as u64)),
        ("to the API, busiest minute", format!("{}/s", a_second(tally.api.a_second()))),
        ("the coordinator's requests, busiest minute, of one", {
            format!("{}/s", of_one(tally.busiest("coordinator")))
        }),
        ("the busiest user's object, busiest minute", format!("{}/s", of_one(tally.busiest("user/")))),
        ("the busiest share of a limit for all, busiest minute", {
            format!("{}/s", of_one(tally.busiest("total/")))
        }),
        ("requests to objects a job, alarms among them", each(tally.requests())),
        ("rows written a job", each(tally.rows())),
        ("of those: the job's own, its user's money, the coordinator's", {
            let own = [tally.job_rows, tally.budget_rows, tally.coordinator_rows];
            own.map(each).join(" / ")
        }),
        ("later, for cleaning up: requests, rows", {
            format!("{}, {}", each(tally.late_requests), each(tally.late_rows))
        }),
        ("looks at a task a job", each(tally.looks)),
        ("queue operations a job", each(3 * tally.messages)),
        ("rows written a day", whole(tally.rows() + tally.late_rows)),
        ("requests to objects a day, alarms among them", whole(tally.requests() + tally.late_requests)),
        ("alarms a day", whole(tally.alarms + tally.late_requests)),
        ("messages a day", whole(tally.messages)),
        ("seconds an object of a job is active", {
            format!("{:.2}", tally.active_ms as f64 / 1_000.0 / tally.arrived as f64)
        }),
        ("a million jobs: rows, requests, queue, bucket", dollars(bill.operations())),
        ("and with duration, Worker, 30 days of the objects' storage", dollars(bill.all())),
        ("the day", dollars(bill.all() * arrived as f64 / 1e6)),
        ("a step of the job's machine, native", us(tally.job_ns, tally.job_steps)),
        ("a step of the coordinator's, native", us(tally.coordinator_ns, tally.coordinator_steps)),
    ];
    let waits = [
        ("wait until the submit: p50 / p99 / most", seconds(&mut tally.waits)),
        ("the same, of the user who posts thousands", seconds(&mut tally.flood_waits)),
        ("until the video is archived: p50 / p99 / most", seconds(&mut tally.ends)),
    ];
    found.splice(3..3, waits);
    found
}

fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The days that docs/scaling.md tells of.
fn days() -> Vec<(&'static str, Vec<Options>)> {
    let small = Options { name: "1,000".to_owned(), ..Options::default() };
    let middle = Options {
        name: "100,000".to_owned(),
        jobs: 100_000,
        users: 5_000,
        concurrency: 300,
        per_minute: 300,
        ..Options::default()
    };
    let large = Options {
        name: "10,000,000".to_owned(),
        jobs: 10_000_000,
        shards: 32,
        users: 500_000,
        concurrency: 1_000,
        per_minute: 1_000,
        ..Options::default()
    };
    let named = |name: &str, options: &Options| Options { name: name.to_owned(), ..options.clone() };
    let polled = Options { callback: false, ..named("without a callback", &middle) };
    let narrow = Options { concurrency: 150, ..named("half the places", &middle) };
    let big = Options { megabytes: 12.0, ..named("videos of 12 MB", &middle) };
    let tight = Options { concurrency: 20, per_minute: 60, users: 300, ..small.clone() };
    let flooded = Options { flood: 10_000, ..named("beside 10,000 of one user", &tight) };
    let one = Options { budget_shards: 1, ..named("in 1 share", &middle) };
    let sixteen = Options { budget_shards: 32, ..named("in 16 shares", &large) };
    vec![
        ("Videos a day", vec![small, middle, large]),
        ("100,000 a day, otherwise", vec![polled, narrow, big]),
        ("1,000 a day, 20 places", vec![named("alone", &tight), flooded]),
        ("100,000 a day with a limit for the whole deployment", vec![one, sixteen]),
    ]
}

/// Plays them, and writes what came of it.
pub fn write() {
    let mut text = String::from(
        "# A day of the pipeline, simulated\n\nWritten by `npm run bench:day`: the real machines of jobs and coordinator, \
         in virtual time. The engine's\nlatencies are arguments (`npm run bench:day -- --help` lists them with their defaults). \
         What means what is in\n[docs/scaling.md](../../docs/scaling.md).\n",
    );
    // The largest first, and memory of it alone: what it leaves behind is room for the others.
    let all: Vec<Backlog> = [1_000_000, 100_000, 1_000].into_iter().map(backlog::of).collect();
    let _ = writeln!(
        text,
        "\nOne coordinator, 10,000 of whose jobs run; natively. A job takes it {:.0} bytes of memory.\n",
        all[0].bytes
    );
    text.push_str("| jobs that wait | another comes | one goes, the next starts | the object wakes |\n");
    text.push_str("| ---: | ---: | ---: | ---: |\n");
    for Backlog { waiting, enqueue_us, release_us, wake_ms, .. } in all.iter().rev() {
        let waiting = thousands(*waiting as u64);
        let _ = writeln!(text, "| {waiting} | {enqueue_us:.1} µs | {release_us:.1} µs | {wake_ms:.0} ms |");
    }
    for (title, all) in days() {
        let began = Instant::now();
        let mut columns: Vec<Vec<Line>> = Vec::new();
        for options in &all {
            let mut tally = Engine::new(options).play();
            columns.push(lines(options, &mut tally));
            println!("{title}: {} ({:.0} s)", options.name, began.elapsed().as_secs_f64());
        }
        let names: Vec<&str> = all.iter().map(|options| options.name.as_str()).collect();
        let _ =
            write!(text, "\n| {title} | {} |\n| --- |{}\n", names.join(" | "), " ---: |".repeat(all.len()));
        for at in 0..columns[0].len() {
            let values: Vec<&str> = columns.iter().map(|column| column[at].1.as_str()).collect();
            let _ = writeln!(text, "| {} | {} |", columns[0][at].0, values.join(" | "));
        }
    }
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bench/DAY.md");
    std::fs::write(file, &text).unwrap();
    println!("{text}");
}
