//! Posting a finished task to the caller's URL (`OpenAPI`, `callback_url`).

use serde::{Deserialize, Serialize};

use super::write::{self, Object};
use crate::catalog::CALLBACK_RETRY_MS;

/// The callback of one task.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Callback {
    /// Where to.
    pub url: String,
    /// When the next attempt is due; `None`: not begun, under way, or over.
    pub due_ms: Option<u64>,
    /// Attempts made, with their time and the answer's status (`None`: no answer within 10 seconds).
    pub attempts: Vec<(u64, Option<u16>)>,
    under_way: Option<u64>,
}

/// An attempt to be made now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The task it is about.
    pub task_id: String,
    /// Where to.
    pub url: String,
    /// The task's body.
    pub body: String,
    /// 1 for the first attempt.
    pub attempt: usize,
}

impl Callback {
    /// One that waits for its task to end.
    pub fn new(url: String) -> Self {
        Callback { url, due_ms: None, attempts: Vec::new(), under_way: None }
    }

    /// The task ended and is billed.
    pub fn begin(&mut self, now_ms: u64) {
        self.due_ms = Some(now_ms);
    }

    /// Takes the attempt that is due, if one is; answers its number.
    pub fn take(&mut self, now_ms: u64) -> Option<usize> {
        self.due_ms.filter(|due| *due <= now_ms)?;
        self.due_ms = None;
        self.under_way = Some(now_ms);
        Some(self.attempts.len() + 1)
    }

    /// The attempt under way ended. 2xx is success; else it is tried again after 1, 2 and 4 seconds.
    pub fn answered(&mut self, status: Option<u16>, now_ms: u64) {
        let Some(begun) = self.under_way.take() else { return };
        self.attempts.push((begun, status));
        if !status.is_some_and(|status| (200..300).contains(&status)) {
            let pause = CALLBACK_RETRY_MS.get(self.attempts.len() - 1);
            self.due_ms = pause.map(|pause| now_ms.saturating_add(*pause));
        }
    }

    /// Another process takes over: the attempt under way, whose answer nobody will hear, is made again.
    pub fn revive(&mut self) {
        self.due_ms = self.due_ms.or(self.under_way.take());
    }

    /// Its attempts, for the JavaScript side.
    pub fn view(&self) -> String {
        write::array(self.attempts.iter().map(|(at, status)| {
            let view = Object::new().text("url", &self.url).number("at", *at);
            match status {
                Some(status) => view.number("status", u64::from(*status)).end(),
                None => view.raw("status", "null").end(),
            }
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::Callback;

    #[test]
    fn three_retries_after_one_two_and_four_seconds() {
        let mut callback = Callback::new(String::new());
        assert_eq!(callback.take(0), None);
        callback.begin(1_000);
        let mut now = 1_000;
        for (attempt, pause) in [(1, 1_000), (2, 2_000), (3, 4_000)] {
            assert_eq!(callback.take(now), Some(attempt));
            assert_eq!(callback.take(now), None, "one at a time");
            callback.answered(Some(500), now);
            assert_eq!(callback.take(now + pause - 1), None);
            now += pause;
        }
        assert_eq!(callback.take(now), Some(4));
        callback.answered(None, now);
        assert_eq!((callback.due_ms, callback.attempts.len()), (None, 4));
    }

    #[test]
    fn an_attempt_cut_off_is_made_again() {
        let mut callback = Callback::new(String::new());
        callback.begin(5);
        assert_eq!(callback.take(5), Some(1));
        callback.revive();
        assert_eq!(callback.take(6), Some(1));
    }

    #[test]
    fn any_2xx_is_success() {
        let mut callback = Callback::new(String::new());
        callback.begin(0);
        callback.take(0);
        callback.answered(Some(204), 5);
        assert_eq!(callback.due_ms, None);
    }
}
