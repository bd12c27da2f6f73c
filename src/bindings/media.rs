//! The media module's JavaScript face: ranges out, bytes in, and what was found as JSON text.

use wasm_bindgen::prelude::*;

use crate::catalog::MediaKind;
use crate::json::ObjectWriter;
use crate::media::{Failure, Format, Info, Probe, Step};

/// One file being probed.
#[wasm_bindgen]
pub struct Prober {
    probe: Probe,
    start: u64,
    end: u64,
    answer: String,
}

#[wasm_bindgen]
impl Prober {
    /// A probe of a file of that many bytes; NaN where that is not known. One at hand may be read to its end.
    #[wasm_bindgen(constructor)]
    pub fn new(size: f64, at_hand: bool) -> Prober {
        let known = (!size.is_nan()).then_some(size as u64);
        let probe = known.filter(|_| at_hand).map_or_else(|| Probe::new(known), Probe::at_hand);
        Prober { probe, start: 0, end: 0, answer: String::new() }
    }

    /// Whether bytes are needed, from [`Prober::start`] to [`Prober::end`]; else [`Prober::answer`] is there.
    pub fn step(&mut self) -> bool {
        self.answer = match self.probe.step() {
            Step::Need(range) => {
                (self.start, self.end) = (range.start, range.end);
                return true;
            }
            Step::Done(info) => done(&info, self.probe.size()),
            Step::Failed(failure) => failed(failure),
        };
        false
    }

    /// Where the needed bytes begin.
    #[wasm_bindgen(getter)]
    pub fn start(&self) -> f64 {
        self.start as f64
    }

    /// Where they end.
    #[wasm_bindgen(getter)]
    pub fn end(&self) -> f64 {
        self.end as f64
    }

    /// Takes them; fewer mean that the file ends there.
    pub fn feed(&mut self, bytes: &[u8]) {
        self.probe.feed(bytes);
    }

    /// The file's size, where it was not known before.
    pub fn learn(&mut self, size: f64) {
        self.probe.learn(size as u64);
    }

    /// They cannot be had.
    pub fn refuse(&mut self) {
        self.probe.refuse();
    }

    /// What was found (JSON).
    pub fn answer(&mut self) -> String {
        std::mem::take(&mut self.answer)
    }
}

fn done(info: &Info, size: Option<u64>) -> String {
    let kind = match info.kind {
        MediaKind::Image => "image",
        MediaKind::Video => "video",
        MediaKind::Audio => "audio",
    };
    let mut out = ObjectWriter::default();
    out.text("kind", kind).text("format", info.format.name());
    if let Some((width, height)) = info.sides {
        out.number("width", f64::from(width)).number("height", f64::from(height));
    }
    out.number("seconds", info.ms.map(|ms| ms as f64 / 1000.0));
    out.number("bytes", size.map(|size| size as f64));
    if let Some(alpha) = info.alpha {
        out.flag("alpha", alpha);
    }
    out.number("rotation", info.rotation.map(f64::from));
    out.end()
}

fn failed(failure: Failure) -> String {
    let mut out = ObjectWriter::default();
    out.text("failed", failure.why).text("format", failure.format.map(Format::name));
    out.flag("far", failure.out_of_reach)
        .flag("medium", failure.format.is_none_or(|format| format.kind().is_some()));
    out.end()
}
