//! What a day is like: the load, the engine's latencies, the deployment. Every number is an argument.

/// One day to play.
#[derive(Clone, Debug)]
pub struct Options {
    /// What the row is called.
    pub name: String,
    /// Videos a day, of the whole service.
    pub jobs: u64,
    /// Deployments that share them, each with a coordinator and a queue of its own; one of them is played.
    pub shards: u64,
    pub users: u64,
    /// How many times the mean the busiest hour is.
    pub peak: f64,
    /// Jobs that one user posts in the first minute, beside the others.
    pub flood: u64,
    pub concurrency: u32,
    pub per_minute: u32,
    pub callback: bool,
    /// Shares of a limit for the whole deployment; 0: there is no such limit.
    pub budget_shards: u32,
    /// Mean of what a task takes at the API, in seconds.
    pub task_s: f64,
    /// A request to an object there and back, its write included, in milliseconds.
    pub hop_ms: f64,
    /// From `sendBatch` to the consumer.
    pub queue_ms: f64,
    pub submit_ms: f64,
    pub read_ms: f64,
    /// From R2's side: fetching and storing one video.
    pub archive_ms: f64,
    pub notify_ms: f64,
    /// From the end of a task to its callback.
    pub callback_ms: f64,
    /// What one request keeps an object busy for, in microseconds: 1,000 is the documented soft limit of 1,000 requests a second.
    pub object_us: i64,
    pub megabytes: f64,
    /// Of a hundred looks, how many are answered 502.
    pub poll_errors: f64,
    /// Of a hundred tasks, how many fail.
    pub task_failures: f64,
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            name: "a day".to_owned(),
            jobs: 1_000,
            shards: 1,
            users: 100,
            peak: 2.0,
            flood: 0,
            concurrency: 10,
            per_minute: 60,
            callback: true,
            budget_shards: 0,
            task_s: 90.0,
            hop_ms: 20.0,
            queue_ms: 800.0,
            submit_ms: 1_200.0,
            read_ms: 200.0,
            archive_ms: 2_500.0,
            notify_ms: 300.0,
            callback_ms: 1_000.0,
            object_us: 1_000,
            megabytes: 4.0,
            poll_errors: 0.5,
            task_failures: 2.0,
            seed: 1,
        }
    }
}

impl Options {
    /// Sets one by its name on the command line.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        let number: f64 = value.parse().map_err(|_| format!("{name} {value}: it must be a number"))?;
        match name {
            "--jobs" => self.jobs = number as u64,
            "--shards" => self.shards = (number as u64).max(1),
            "--users" => self.users = (number as u64).max(1),
            "--peak" => self.peak = number.clamp(1.0, 2.0),
            "--flood" => self.flood = number as u64,
            "--concurrency" => self.concurrency = number as u32,
            "--per-minute" => self.per_minute = number as u32,
            "--callback" => self.callback = number > 0.0,
            "--budget-shards" => self.budget_shards = number as u32,
            "--task-s" => self.task_s = number,
            "--hop-ms" => self.hop_ms = number,
            "--queue-ms" => self.queue_ms = number,
            "--submit-ms" => self.submit_ms = number,
            "--read-ms" => self.read_ms = number,
            "--archive-ms" => self.archive_ms = number,
            "--notify-ms" => self.notify_ms = number,
            "--callback-ms" => self.callback_ms = number,
            "--object-us" => self.object_us = number as i64,
            "--megabytes" => self.megabytes = number,
            "--poll-errors" => self.poll_errors = number,
            "--task-failures" => self.task_failures = number,
            "--seed" => self.seed = number as u64,
            _ => return Err(format!("there is no {name}")),
        }
        Ok(())
    }

    /// Those of the deployment that is played.
    pub fn own_jobs(&self) -> u64 {
        self.jobs / self.shards
    }

    /// As `createPipeline` hands them to the job's machine.
    pub fn of_job(&self) -> String {
        let budget =
            if self.budget_shards > 0 { ",\"budget\":{\"totalMicroUsd\":9000000000000000}" } else { "" };
        let (callback, shards) = (self.callback, self.budget_shards.max(1));
        format!("{{\"hasCallback\":{callback},\"hasNotify\":true,\"totalShards\":{shards}{budget}}}")
    }

    /// The same for the coordinator's.
    pub fn of_coordinator(&self) -> String {
        format!("{{\"concurrency\":{},\"perMinute\":{}}}", self.concurrency, self.per_minute)
    }
}
