//! The API: tasks that take their time.

use wanreel::protocol::job::event::Exchange;

use super::options::Options;

pub const REQUEST: &str = "{\"model\":\"wan2.7-text-to-video\",\"prompt\":\"A lighthouse keeper climbs the stairs\",\"duration\":5}";

pub struct Task {
    pub id: String,
    made: i64,
    pub ends: i64,
    estimated_s: u64,
    fails: bool,
}

impl Task {
    pub fn new(number: u64, made: i64, options: &Options, rng: &mut fastrand::Rng) -> Task {
        // Most take about the mean, few take several times as long: a log-normal spread of 0.4.
        let normal = (-2.0 * rng.f64().max(1e-12).ln()).sqrt() * (std::f64::consts::TAU * rng.f64()).cos();
        let seconds = options.task_s * (0.4 * normal - 0.08).exp();
        Task {
            id: format!("task-unified-{number}"),
            made,
            ends: made + (seconds * 1_000.0) as i64,
            estimated_s: options.task_s as u64,
            fails: rng.f64() * 100.0 < options.task_failures,
        }
    }

    pub fn created(&self) -> Exchange {
        let Task { id, made, estimated_s, .. } = self;
        let created = made / 1_000;
        answer(format!(
            "{{\"id\":\"{id}\",\"status\":\"pending\",\"progress\":0,\"created\":{created},\"task_info\":{{\"estimated_time\":{estimated_s}}}}}"
        ))
    }

    pub fn read(&self, now: i64) -> Exchange {
        let Task { id, made, ends, .. } = self;
        let progress = (99 * (now - made) / (ends - made).max(1)).min(99);
        let rest = match (now >= *ends, self.fails) {
            (false, _) => format!("\"status\":\"processing\",\"progress\":{progress}"),
            (true, false) => {
                "\"status\":\"completed\",\"progress\":100,\"results\":[\"https://files.example/v.mp4\"]"
                    .to_owned()
            }
            (true, true) => {
                "\"status\":\"failed\",\"progress\":0,\"error\":{\"code\":\"content_policy_violation\",\"message\":\"no\"}"
                    .to_owned()
            }
        };
        let created = made / 1_000;
        answer(format!("{{\"id\":\"{id}\",\"model\":\"wan2.7-text-to-video\",\"created\":{created},{rest}}}"))
    }
}

fn answer(text: String) -> Exchange {
    Exchange { status: 200, text, ..Exchange::default() }
}

pub fn bad_gateway() -> Exchange {
    Exchange { status: 502, text: "<html>".to_owned(), ..Exchange::default() }
}
