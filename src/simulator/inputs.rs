//! Looking at the inputs of a request, as the API does once a task runs: it downloads them and reads their headers
//! (assumed: the documents give the limits, and codes for a failed task, but not which limit fails with which code).
//!
//! Nothing is fetched here. What the simulator holds itself (uploads, and results of earlier tasks) is read with the
//! package's own reader of media headers; of anything else only the length is known, where it was told one.

use super::accepted::Accepted;
use super::machine::Simulator;
use super::options::INPUT_MS;
use crate::catalog::{MediaKind, MediaLimits};
use crate::media::{Info, Probe, Step};

/// What is known of the inputs together.
#[derive(Clone, Debug, Default)]
pub struct InputFacts {
    /// Lengths of the input videos, in milliseconds, in the order of the request.
    pub videos_ms: Vec<u64>,
    /// Width and height of the first image or video that shows them.
    pub sides: Option<(u32, u32)>,
    /// Why the task will fail: code and message.
    pub failure: Option<(&'static str, String)>,
}

/// What is known of one input.
enum Input {
    Length(u64),
    Bytes(Vec<u8>),
    Missing,
    Nothing,
}

impl Simulator {
    /// Looks at every input of a request.
    pub(super) fn read_inputs(&mut self, accepted: &Accepted, origin: &str, now_ms: u64) -> InputFacts {
        let mut inputs = InputFacts::default();
        for (url, limits) in &accepted.media {
            let (ms, sides, failure) = match self.input_at(url, origin, now_ms) {
                Input::Nothing => (None, None, None),
                Input::Missing => {
                    (None, None, Some(("resource_not_found", "there is no such file".to_owned())))
                }
                Input::Length(ms) => {
                    (Some(ms), None, wrong_length(ms, limits).map(|why| ("invalid_parameters", why)))
                }
                Input::Bytes(bytes) => match read(&bytes) {
                    Ok(info) => (info.ms, info.sides, wrong(&info, bytes.len() as u64, limits)),
                    Err(why) => (None, None, Some((unreadable(limits), why.to_owned()))),
                },
            };
            if limits.kind == MediaKind::Video {
                inputs.videos_ms.push(ms.unwrap_or(INPUT_MS));
            }
            inputs.sides = inputs.sides.or(sides.filter(|_| limits.kind != MediaKind::Audio));
            inputs.failure = inputs.failure.or(failure.map(|(code, why)| (code, format!("{url}: {why}"))));
        }
        let input = inputs.videos_ms.first().copied().unwrap_or(0);
        if inputs.failure.is_none() && accepted.continuation && accepted.duration * 1000 < input {
            let why = format!(
                "duration is the total length and must not be less than that of the input video, {} s",
                input as f64 / 1000.0
            );
            inputs.failure = Some(("invalid_parameters", why));
        }
        inputs
    }

    fn input_at(&mut self, url: &str, origin: &str, now_ms: u64) -> Input {
        if let Some(ms) = self.options.told_ms(url) {
            return Input::Length(ms);
        }
        let own = url.strip_prefix(origin).or_else(|| url.strip_prefix(self.options.public_url.as_str()));
        let Some(route) = own.and_then(|path| path.split(['?', '#']).next()) else { return Input::Nothing };
        if route.starts_with("/results/") {
            return match self.result_of(route, now_ms) {
                Ok(task) => Input::Bytes(self.videos.get(task.video).to_vec()),
                Err(_) => Input::Missing,
            };
        }
        if !route.starts_with("/files/") && !route.starts_with("/api/v1/files/") {
            return Input::Nothing;
        }
        match self.files.find(route, now_ms) {
            Some(file) => file.bytes().map_or(Input::Nothing, |bytes| Input::Bytes(bytes.to_vec())),
            None => Input::Missing,
        }
    }
}

/// What a file's header says.
fn read(bytes: &[u8]) -> Result<Info, &'static str> {
    let mut probe = Probe::new(Some(bytes.len() as u64));
    loop {
        match probe.step() {
            Step::Need(range) => {
                let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).min(bytes.len());
                probe.feed(bytes.get(place(range.start)..place(range.end)).unwrap_or_default());
            }
            Step::Done(info) => return Ok(info),
            Step::Failed(failure) => return Err(failure.why),
        }
    }
}

/// The code of a task that fails because of an input of that kind.
fn unreadable(limits: &MediaLimits) -> &'static str {
    if limits.kind == MediaKind::Image { "image_processing_error" } else { "invalid_parameters" }
}

/// The first limit a file breaks: code and what is wrong.
fn wrong(info: &Info, bytes: u64, limits: &MediaLimits) -> Option<(&'static str, String)> {
    let code = unreadable(limits);
    if !limits.formats.contains(&info.format.name()) {
        let formats = limits.formats.join(", ");
        return Some((code, format!("it is {}, and must be one of {formats}", info.format.name())));
    }
    if info.alpha == Some(true) && info.format.name() == "png" {
        return Some((code, "a PNG must have no transparency".to_owned()));
    }
    if limits.max_bytes > 0 && bytes > limits.max_bytes {
        return Some((code, format!("it has {bytes} bytes, and may have {}", limits.max_bytes)));
    }
    if let Some((width, height)) = info.sides {
        let code = if limits.kind == MediaKind::Image { "image_dimension_mismatch" } else { code };
        let (short, long) = (width.min(height), width.max(height));
        if short < limits.min_side || (limits.max_side > 0 && long > limits.max_side) {
            let range = format!("{} to {} pixels", limits.min_side, limits.max_side);
            return Some((code, format!("it is {width} × {height}, and each side must be {range}")));
        }
        if limits.max_ratio > 0 && u64::from(long) > u64::from(short) * u64::from(limits.max_ratio) {
            let ratio = limits.max_ratio;
            return Some((code, format!("it is {width} × {height}, and its ratio may be at most {ratio}:1")));
        }
    }
    info.ms.and_then(|ms| wrong_length(ms, limits)).map(|why| (code, why))
}

fn wrong_length(ms: u64, limits: &MediaLimits) -> Option<String> {
    let fits = limits.max_ms == 0 || (limits.min_ms..=limits.max_ms).contains(&ms);
    let seconds = |ms: u64| ms as f64 / 1000.0;
    let range = format!("{} to {} seconds", seconds(limits.min_ms), seconds(limits.max_ms));
    (!fits).then(|| format!("it lasts {} s, and must last {range}", seconds(ms)))
}
