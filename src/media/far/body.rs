//! The first bytes of an answer, read as far as they are wanted. Dropped before its end, it is cancelled.

use js_sys::{Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Response;

/// A server that cannot send parts is listened to as far as this.
const MOST: u64 = 4 << 20;

// The bindings of web-sys would not catch what a stream throws that is no stream or read already.
#[wasm_bindgen]
extern "C" {
    type Stream;
    #[wasm_bindgen(method, catch, js_name = getReader)]
    fn get_reader(this: &Stream) -> Result<Reader, JsValue>;

    type Reader;
    #[wasm_bindgen(method, catch)]
    fn read(this: &Reader) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn cancel(this: &Reader) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = Uint8Array)]
    type Bytes;
    #[wasm_bindgen(constructor, catch, js_class = Uint8Array)]
    fn of(chunk: &JsValue) -> Result<Bytes, JsValue>;
}

/// What is read of an answer.
pub struct Body {
    reader: Option<Reader>,
    held: Vec<u8>,
    arrived: u64,
    /// How long it is said to be.
    stated: Option<u64>,
    /// How long it is, once its end was seen.
    pub ended: Option<u64>,
}

impl Body {
    /// Of an answer that is said to be so long.
    ///
    /// # Errors
    /// What the runtime threw.
    pub fn open(response: &Response, stated: Option<u64>) -> Result<Body, JsValue> {
        let stream = Reflect::get(response, &"body".into())?;
        let reader = if stream.is_null() || stream.is_undefined() {
            None
        } else {
            Some(stream.unchecked_into::<Stream>().get_reader()?)
        };
        Ok(Body { reader, held: Vec::new(), arrived: 0, stated, ended: None })
    }

    /// These bytes, or fewer where it ends; `None` where they lie too far.
    ///
    /// # Errors
    /// What the runtime threw.
    pub async fn read(&mut self, start: u64, end: u64) -> Result<Option<&[u8]>, JsValue> {
        if end > MOST && self.ended.or(self.stated).unwrap_or(end) > MOST {
            return Ok(None);
        }
        while self.arrived < end && self.ended.is_none() {
            match self.next().await? {
                Some(chunk) => self.take(&chunk),
                None => self.ended = Some(self.arrived),
            }
        }
        let held = self.held.get(start as usize..).unwrap_or_default();
        Ok(Some(held.get(..end.saturating_sub(start) as usize).unwrap_or(held)))
    }

    async fn next(&self) -> Result<Option<Uint8Array>, JsValue> {
        let Some(reader) = &self.reader else { return Ok(None) };
        let next = JsFuture::from(Promise::resolve(&reader.read()?)).await?;
        let chunk = Reflect::get(&next, &"value".into())?;
        if chunk.is_undefined() { Ok(None) } else { Ok(Some(Bytes::of(&chunk)?.unchecked_into())) }
    }

    /// Keeps no more than may be asked for, however much comes at once.
    fn take(&mut self, chunk: &Uint8Array) {
        let room = MOST.saturating_sub(self.arrived).min(u64::from(chunk.length()));
        self.held.extend_from_slice(&chunk.subarray(0, room as u32).to_vec());
        self.arrived += u64::from(chunk.length());
    }
}

impl Drop for Body {
    fn drop(&mut self) {
        if self.ended.is_some() {
            return;
        }
        if let Some(Ok(cancelled)) = self.reader.as_ref().map(Reader::cancel) {
            // Nobody waits for it, but a rejection that nobody hears would end a Node process.
            spawn_local(async move { drop(JsFuture::from(Promise::resolve(&cancelled)).await) });
        }
    }
}
