//! The machine at rest: its rows read back, and what an operator sees of it.

use super::event::Message;
use super::machine::{Coordinator, MINUTE_MS};
use super::row::{Place, Review, VERSION};

/// What was sent so shortly before the object was lost may not have been: it is sent again.
const DOUBTFUL_MS: i64 = 60_000;

impl Coordinator {
    /// A stored row, given once after the object woke. `alarm_at`, the alarm that is set, is given by [`Coordinator::loaded`].
    ///
    /// # Errors
    /// A sentence, where the row is none, or written by a later version.
    pub fn load(&mut self, key: &str, value: &str, now: i64) -> Result<(), String> {
        let wrong =
            |error: serde_json::Error| format!("the stored row {key} is none of the coordinator's: {error}");
        let newer = |version: u32| match version {
            0..=VERSION => Ok(()),
            _ => Err(format!(
                "the stored row {key} has version {version}, and this wanreel reads up to {VERSION}"
            )),
        };
        if let Some(job) = key.strip_prefix("job/") {
            let place: Place = serde_json::from_str(value).map_err(wrong)?;
            newer(place.version)?;
            match place.leased_at {
                None => {
                    self.turns.add(job, &place.user, place.priority, place.since, place.not_before, now);
                }
                Some(at) => {
                    self.leases.insert((at, job.to_owned()));
                    if now - at < DOUBTFUL_MS {
                        self.unsent.push((Message { job: job.to_owned(), run: place.run }, now));
                    }
                }
            }
            self.places.insert(job.to_owned(), place);
        } else if let Some(job) = key.strip_prefix("review/") {
            let review: Review = serde_json::from_str(value).map_err(wrong)?;
            newer(review.version)?;
            self.reviews.insert(job.to_owned(), review);
        } else if key == "recent" {
            self.recent = serde_json::from_str(value).map_err(wrong)?;
            newer(self.recent.version)?;
        } else if key == "gate" {
            self.gate = serde_json::from_str(value).map_err(wrong)?;
            newer(self.gate.version)?;
        }
        Ok(())
    }

    /// All rows were given.
    pub fn loaded(&mut self, alarm_at: Option<i64>, now: i64) {
        self.alarm_at = alarm_at;
        let leased = self.leases.iter().map(|(at, _)| *at);
        let mut sent: Vec<i64> = leased.chain(self.recent.sent.iter().copied()).collect();
        sent.retain(|at| *at > now - MINUTE_MS);
        sent.sort_unstable();
        self.sent = sent.into();
    }

    /// What is shown to an operator, as JSON.
    pub fn overview(&self) -> String {
        let reviews: Vec<_> = self
            .reviews
            .iter()
            .map(|(job, review)| {
                serde_json::json!({ "job": job, "run": review.run, "user": review.user, "since": review.since })
            })
            .collect();
        let until = Some(self.gate.until).filter(|_| !self.gate.why.is_empty());
        serde_json::json!({
            "waiting": self.turns.len(),
            "running": self.leases.len(),
            "concurrency": self.settings.concurrency,
            "paused": (!self.gate.why.is_empty()).then_some(&self.gate.why),
            "pausedUntil": until,
            "held": (!self.gate.held.is_empty()).then_some(&self.gate.held),
            "review": reviews,
        })
        .to_string()
    }
}
