//! One coordinator with very many jobs that wait: how long a step takes it, how long it takes to wake, how much it holds.

use std::time::Instant;

use wanreel::protocol::coordinator::{Coordinator, Event, Settings};

use super::engine::BEGIN;

pub struct Backlog {
    pub waiting: usize,
    /// Of one that comes, and of one that goes and lets another start.
    pub enqueue_us: f64,
    pub release_us: f64,
    /// Reading all rows back.
    pub wake_ms: f64,
    /// Bytes a job, as far as this process grew; less than there are where an earlier backlog left room.
    pub bytes: f64,
}

fn settings() -> Settings {
    Settings::read("{\"concurrency\":10000,\"perMinute\":0}").unwrap()
}

fn enqueue(number: usize) -> Event {
    let user = format!("user-{}", number % 1_000);
    Event::Enqueue { job: format!("{number:043}"), run: BEGIN, user, priority: 0, not_before: 0 }
}

/// Resident memory of this process. Linux.
fn resident() -> f64 {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: f64 = statm.split(' ').nth(1).and_then(|pages| pages.parse().ok()).unwrap_or(0.0);
    pages * 4_096.0
}

pub fn of(waiting: usize) -> Backlog {
    let before = resident();
    let mut coordinator = Coordinator::new(settings());
    let mut rows: Vec<(String, String)> = Vec::new();
    let count = 10_000 + waiting;
    for number in 0..count {
        let out = coordinator.step(&enqueue(number), BEGIN);
        rows.extend(out.rows.into_iter().filter_map(|row| row.value.map(|value| (row.key, value))));
    }
    // Two texts a row, each with what the allocator keeps of it.
    let of_rows: usize = rows.iter().map(|(key, value)| key.len() + value.capacity() + 80).sum();
    let bytes = (resident() - before - of_rows as f64) / count as f64;
    let us = |began: Instant, steps: usize| began.elapsed().as_secs_f64() * 1e6 / steps as f64;
    let began = Instant::now();
    for number in count..count + 1_000 {
        std::hint::black_box(coordinator.step(&enqueue(number), BEGIN + 1_000));
    }
    let enqueue_us = us(began, 1_000);
    let began = Instant::now();
    for number in 0..1_000 {
        let job = format!("{number:043}");
        let event = Event::ReleaseSlot { job, run: BEGIN, user: String::new(), outcome: "done".to_owned() };
        std::hint::black_box(coordinator.step(&event, BEGIN + 2_000));
    }
    let release_us = us(began, 1_000);
    drop(coordinator);
    let began = Instant::now();
    let mut woken = Coordinator::new(settings());
    for (key, value) in &rows {
        woken.load(key, value, BEGIN + 100_000).unwrap();
    }
    woken.loaded(None, BEGIN + 100_000);
    let wake_ms = began.elapsed().as_secs_f64() * 1e3;
    std::hint::black_box(&woken);
    Backlog { waiting, enqueue_us, release_us, wake_ms, bytes }
}
