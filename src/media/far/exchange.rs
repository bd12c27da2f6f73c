//! One request. Dropped before its answer is there, it is aborted.

use std::ops::Range;

use js_sys::{Function, Object, Promise, Reflect, global};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestCredentials, RequestInit, RequestRedirect, Response};

#[wasm_bindgen]
extern "C" {
    /// The runtime's own, looked up at each call and never called as a method of another object, which Workers refuse.
    #[wasm_bindgen(catch, js_name = fetch)]
    fn global_fetch(url: &str, init: &RequestInit) -> Result<JsValue, JsValue>;
}

/// How requests are sent.
pub struct Sender {
    /// The caller's own `fetch`.
    pub fetch: Option<Function>,
    /// Whether the runtime follows redirects by itself, as a page has to.
    pub follow: bool,
}

/// Aborts when it is dropped, unless the answer came.
struct InFlight(Option<AbortController>);

impl Drop for InFlight {
    fn drop(&mut self) {
        if let Some(controller) = self.0.take() {
            controller.abort();
        }
    }
}

impl Sender {
    /// Sends a GET, of a part or of all, without cookies or a key; the answer's head.
    ///
    /// # Errors
    /// What the runtime threw.
    pub async fn get(&self, href: &str, range: Option<&Range<u64>>) -> Result<Response, JsValue> {
        let controller = AbortController::new()?;
        let init = self.init(&controller, range)?;
        let mut in_flight = InFlight(Some(controller));
        let sent = match &self.fetch {
            Some(fetch) => fetch.call2(&JsValue::UNDEFINED, &href.into(), &init),
            None => global_fetch(href, &init),
        };
        let answer = JsFuture::from(Promise::resolve(&sent?)).await;
        in_flight.0 = None;
        response(answer?)
    }

    fn init(&self, controller: &AbortController, range: Option<&Range<u64>>) -> Result<RequestInit, JsValue> {
        let init = RequestInit::new();
        let headers = Object::new();
        if let Some(Range { start, end }) = range {
            let value = format!("bytes={start}-{}", end.saturating_sub(1));
            Reflect::set(&headers, &"range".into(), &value.into())?;
        }
        init.set_headers(&headers);
        init.set_redirect(if self.follow { RequestRedirect::Follow } else { RequestRedirect::Manual });
        init.set_signal(Some(&controller.signal()));
        // Workers have no cookies, and refuse the field.
        let request = Reflect::get(&global(), &"Request".into())?;
        let prototype = Reflect::get(&request, &"prototype".into())?;
        if Reflect::has(&prototype, &"credentials".into())? {
            init.set_credentials(RequestCredentials::Omit);
        }
        Ok(init)
    }
}

/// By what is used of it, since a fetch of one's own may answer with a class of its own.
fn response(answer: JsValue) -> Result<Response, JsValue> {
    let status = Reflect::get(&answer, &"status".into())?;
    let headers = Reflect::get(&answer, &"headers".into())?;
    if status.as_f64().is_none() || !Reflect::get(&headers, &"get".into())?.is_function() {
        return Err(JsError::new("fetch answered with what is no Response").into());
    }
    Ok(answer.unchecked_into())
}

/// A header of an answer.
pub fn header(response: &Response, name: &str) -> Option<String> {
    response.headers().get(name).ok().flatten()
}
