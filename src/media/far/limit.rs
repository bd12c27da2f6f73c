//! A time-out and the caller's signal around a piece of work, which is dropped where either comes first.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Poll, Waker};

use gloo_timers::future::TimeoutFuture;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

/// The longest a timer of JavaScript waits; told to wait longer, it does not wait at all.
const LONGEST_TIMER_MS: f64 = 2_147_483_647.0;

/// Why the work was dropped.
pub enum Stopped {
    /// The signal's reason, as the caller gave it.
    Aborted(JsValue),
    /// The time is over.
    Late,
}

/// The signal and the timer; both are let go of when it is dropped.
pub struct Limit {
    signal: Option<Heard>,
    timer: Pin<Box<dyn Future<Output = ()>>>,
}

/// A signal that is listened to.
struct Heard {
    signal: AbortSignal,
    waker: Rc<Cell<Option<Waker>>>,
    listener: Closure<dyn FnMut()>,
}

impl Limit {
    /// The time begins now.
    pub fn new(signal: Option<AbortSignal>, ms: f64) -> Limit {
        Limit { signal: signal.map(Heard::new), timer: Box::pin(wait(ms)) }
    }

    /// Does the work, or drops it where it was stopped before its end.
    pub async fn within<T>(&mut self, work: impl Future<Output = T>) -> Result<T, Stopped> {
        let mut work = pin!(work);
        poll_fn(|context| {
            if let Some(reason) = self.signal.as_ref().and_then(|heard| heard.reason(context.waker())) {
                return Poll::Ready(Err(Stopped::Aborted(reason)));
            }
            if let Poll::Ready(done) = work.as_mut().poll(context) {
                return Poll::Ready(Ok(done));
            }
            self.timer.as_mut().poll(context).map(|()| Err(Stopped::Late))
        })
        .await
    }
}

/// Waits, and gives what lies there already when a frozen page or process wakes one more turn to be heard.
async fn wait(ms: f64) {
    let mut left = ms;
    while left > 0.0 {
        let slice = left.min(LONGEST_TIMER_MS);
        TimeoutFuture::new(slice as u32).await;
        left -= slice;
    }
    TimeoutFuture::new(0).await;
}

impl Heard {
    fn new(signal: AbortSignal) -> Heard {
        let waker: Rc<Cell<Option<Waker>>> = Rc::default();
        let to_wake = Rc::clone(&waker);
        let listener = Closure::new(move || to_wake.take().map_or((), Waker::wake));
        // Where it cannot be listened to, it is still looked at whenever something else happens.
        let _ = signal.add_event_listener_with_callback("abort", listener.as_ref().unchecked_ref());
        Heard { signal, waker, listener }
    }

    /// The reason, where it was aborted; else this waker is woken when it is.
    fn reason(&self, waker: &Waker) -> Option<JsValue> {
        if self.signal.aborted() {
            return Some(self.signal.reason());
        }
        self.waker.set(Some(waker.clone()));
        None
    }
}

impl Drop for Heard {
    fn drop(&mut self) {
        let callback = self.listener.as_ref().unchecked_ref();
        let _ = self.signal.remove_event_listener_with_callback("abort", callback);
    }
}
