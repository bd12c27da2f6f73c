//! What is counted on the way, and what of it costs money.

use std::collections::HashMap;

/// Requests, rows and the like of the deployment that is played.
#[derive(Default)]
pub struct Tally {
    pub arrived: u64,
    pub done: u64,
    pub failed: u64,
    pub unresolved: u64,
    pub deleted: u64,
    pub job_requests: u64,
    pub budget_requests: u64,
    pub coordinator_requests: u64,
    pub alarms: u64,
    pub job_rows: u64,
    pub budget_rows: u64,
    pub coordinator_rows: u64,
    /// Rows and requests of cleaning up, once a job was kept long enough.
    pub late_rows: u64,
    pub late_requests: u64,
    pub messages: u64,
    pub posts: u64,
    pub looks: u64,
    pub callbacks: u64,
    pub archives: u64,
    pub notifications: u64,
    /// Wall-clock milliseconds that objects of jobs were active.
    pub active_ms: i64,
    /// Seconds from `POST /jobs` to the submit, and to the end; by users that flood and others.
    pub waits: Vec<f32>,
    pub flood_waits: Vec<f32>,
    pub ends: Vec<f32>,
    pub most_waiting: usize,
    pub most_running: usize,
    pub most_alive: usize,
    /// Requests to the API, to the coordinator and to each other shared object, in the busiest minute.
    pub api: Minute,
    pub objects: HashMap<String, Minute>,
    pub coordinator_steps: u64,
    pub coordinator_ns: u128,
    pub job_steps: u64,
    pub job_ns: u128,
}

/// Counts by the minute; the fullest is kept.
#[derive(Default)]
pub struct Minute {
    number: i64,
    count: u64,
    pub most: u64,
}

impl Minute {
    pub fn add(&mut self, now: i64) {
        if self.number != now / 60_000 {
            (self.number, self.count) = (now / 60_000, 0);
        }
        self.count += 1;
        self.most = self.most.max(self.count);
    }

    pub fn a_second(&self) -> f64 {
        self.most as f64 / 60.0
    }
}

impl Tally {
    pub fn object(&mut self, name: &str, now: i64) {
        if let Some(minute) = self.objects.get_mut(name) {
            minute.add(now);
        } else {
            self.objects.entry(name.to_owned()).or_default().add(now);
        }
    }

    /// The busiest of those whose name starts so.
    pub fn busiest(&self, prefix: &str) -> f64 {
        let own = self.objects.iter().filter(|(name, _)| name.starts_with(prefix));
        own.map(|(_, minute)| minute.a_second()).fold(0.0, f64::max)
    }

    pub fn requests(&self) -> u64 {
        self.job_requests + self.budget_requests + self.coordinator_requests + self.alarms
    }

    pub fn rows(&self) -> u64 {
        self.job_rows + self.budget_rows + self.coordinator_rows
    }
}

/// The value below which so much of them lies; they are sorted on the way.
pub fn quantile(values: &mut [f32], share: f64) -> f32 {
    if values.is_empty() {
        return 0.0;
    }
    values.sort_unstable_by(f32::total_cmp);
    values[((values.len() - 1) as f64 * share).round() as usize]
}

/// Published prices in dollars, without what a plan includes: developers.cloudflare.com, pages "pricing" of
/// durable-objects/platform, queues/platform, r2, workers/platform.
mod price {
    pub const REQUEST: f64 = 0.15e-6;
    pub const GB_SECOND: f64 = 12.5e-6;
    pub const ROW_WRITTEN: f64 = 1e-6;
    pub const STORED_GB_MONTH: f64 = 0.20;
    pub const QUEUE_OPERATION: f64 = 0.40e-6;
    pub const R2_CLASS_A: f64 = 4.5e-6;
    pub const WORKER_REQUEST: f64 = 0.30e-6;
    pub const WORKER_CPU_MS: f64 = 0.02e-6;
}

/// An object has 128 MB, whatever it uses.
const OBJECT_GB: f64 = 0.128;
/// What a small database in `SQLite` takes at least, by the same pages, and what a job's text adds.
const STORED_GB: f64 = 16e-6;
/// Of a request to the Worker: assumed.
const CPU_MS: f64 = 4.0;
/// One `put` up to there; else one operation to begin, one a part, one to complete. js/edge/archive.ts
const PART_MB: f64 = 5.24;

/// Dollars that a million jobs cost, by what for.
pub struct Bill {
    pub rows: f64,
    pub requests: f64,
    pub duration: f64,
    pub queue: f64,
    pub bucket: f64,
    pub worker: f64,
    pub stored: f64,
}

impl Bill {
    pub fn of(tally: &Tally, megabytes: f64) -> Bill {
        let million = 1e6 / tally.arrived.max(1) as f64;
        let writes = if megabytes <= PART_MB { 1.0 } else { 2.0 + (megabytes / PART_MB).ceil() };
        let worker = (tally.arrived + tally.callbacks + tally.messages) as f64;
        Bill {
            rows: (tally.rows() + tally.late_rows) as f64 * price::ROW_WRITTEN * million,
            requests: (tally.requests() + tally.late_requests) as f64 * price::REQUEST * million,
            duration: tally.active_ms as f64 / 1000.0 * OBJECT_GB * price::GB_SECOND * million,
            queue: 3.0 * tally.messages as f64 * price::QUEUE_OPERATION * million,
            bucket: tally.archives as f64 * writes * price::R2_CLASS_A * million,
            worker: worker * (price::WORKER_REQUEST + CPU_MS * price::WORKER_CPU_MS) * million,
            // Kept for retentionDays, 30 by default.
            stored: STORED_GB * price::STORED_GB_MONTH * 1e6,
        }
    }

    /// What the operations cost: rows, requests, queue, bucket.
    pub fn operations(&self) -> f64 {
        self.rows + self.requests + self.queue + self.bucket
    }

    pub fn all(&self) -> f64 {
        self.operations() + self.duration + self.worker + self.stored
    }
}
