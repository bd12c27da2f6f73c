//! One asynchronous call: a future, the promise it keeps, and what it waits for.
//!
//! A general executor keeps a queue of tasks and a waker for each; here a call is one task, and whatever it waits for
//! calls back into it. That is all there is to wake, and it needs a fifth of the bytes.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use js_sys::Promise;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type Thenable;
    #[wasm_bindgen(method)]
    fn then(this: &Thenable, resolved: &JsValue, rejected: &JsValue) -> JsValue;
    type Bindable;
    #[wasm_bindgen(method)]
    fn bind(this: &Bindable, receiver: &JsValue, number: u32) -> JsValue;

    // The global ones, called bare: pages, Workers and Node all have them.
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(then: &JsValue, ms: f64) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue);
}

type Work = Pin<Box<dyn Future<Output = ()>>>;

/// A call under way.
#[derive(Default)]
pub struct Call {
    work: RefCell<Option<Work>>,
    /// What is waited for, by number, and what came of it.
    awaited: RefCell<Vec<(u32, Option<Result<JsValue, JsValue>>)>>,
    /// Calls back with a number: even for well, odd for ill.
    back: RefCell<Option<Closure<dyn Fn(u32, JsValue)>>>,
    number: Cell<u32>,
    /// How many may still call back.
    open: Cell<u32>,
}

impl Call {
    /// Begins a call; the promise settles with what the future ends in.
    pub fn begin<F>(make: impl FnOnce(Rc<Call>) -> F) -> Promise
    where
        F: Future<Output = Result<JsValue, JsValue>> + 'static,
    {
        let call = Rc::new(Call::default());
        let other = call.clone();
        *call.back.borrow_mut() = Some(Closure::new(move |number, value| other.arrived(number, value)));
        let mut work = Some(make(call.clone()));
        Promise::new(&mut |resolve, reject| {
            let Some(work) = work.take() else { return };
            let work = async move {
                // Settling a promise cannot fail.
                let _ = match work.await {
                    Ok(value) => resolve.call1(&JsValue::UNDEFINED, &value),
                    Err(error) => reject.call1(&JsValue::UNDEFINED, &error),
                };
            };
            *call.work.borrow_mut() = Some(Box::pin(work));
            call.go_on();
        })
    }

    /// Nothing calls back while the work runs: promises and timers do so from the event loop.
    fn go_on(&self) {
        if let Some(mut work) = self.work.take()
            && work.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending()
        {
            *self.work.borrow_mut() = Some(work);
        }
        // Once it is over and nothing can call back any more, the closure that holds the call is let go.
        if self.open.get() == 0 && self.work.borrow().is_none() {
            self.back.take();
        }
    }

    fn arrived(&self, number: u32, value: JsValue) {
        self.open.set(self.open.get().saturating_sub(1));
        let result = if number.is_multiple_of(2) { Ok(value) } else { Err(value) };
        if let Some((_, place)) = self.awaited.borrow_mut().iter_mut().find(|(id, _)| *id == number / 2) {
            *place = Some(result);
        }
        self.go_on();
    }

    fn back(&self, number: u32) -> JsValue {
        let back = self.back.borrow();
        let back = back.as_ref().map(|back| back.as_ref().unchecked_ref::<Bindable>());
        back.map_or(JsValue::UNDEFINED, |back| back.bind(&JsValue::UNDEFINED, number))
    }

    fn expect(&self) -> Awaited<'_> {
        let number = self.number.get();
        self.number.set(number + 1);
        self.open.set(self.open.get() + 1);
        self.awaited.borrow_mut().push((number, None));
        Awaited { call: self, number, timer: None }
    }

    /// What becomes of a promise.
    pub fn settled(&self, promise: &Promise) -> Awaited<'_> {
        let awaited = self.expect();
        let number = 2 * awaited.number;
        promise.unchecked_ref::<Thenable>().then(&self.back(number), &self.back(number + 1));
        awaited
    }

    /// Comes `ms` later.
    pub fn sleep(&self, ms: f64) -> Awaited<'_> {
        let mut awaited = self.expect();
        // Engines hold 32 bits, and take what is longer for nothing.
        let ms = ms.clamp(0.0, f64::from(i32::MAX));
        awaited.timer = Some(set_timeout(&self.back(2 * awaited.number), ms));
        awaited
    }
}

/// Something waited for. A timer is cleared when nobody waits for it any more.
pub struct Awaited<'c> {
    call: &'c Call,
    number: u32,
    timer: Option<JsValue>,
}

impl Future for Awaited<'_> {
    type Output = Result<JsValue, JsValue>;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
        let mut awaited = self.call.awaited.borrow_mut();
        let place = awaited.iter_mut().find(|(id, _)| *id == self.number);
        match place.and_then(|(_, result)| result.take()) {
            Some(result) => {
                drop(awaited);
                self.timer = None;
                Poll::Ready(result)
            }
            None => Poll::Pending,
        }
    }
}

impl Drop for Awaited<'_> {
    fn drop(&mut self) {
        self.call.awaited.borrow_mut().retain(|(id, _)| *id != self.number);
        if let Some(timer) = &self.timer {
            clear_timeout(timer);
            self.call.open.set(self.call.open.get().saturating_sub(1));
        }
    }
}
