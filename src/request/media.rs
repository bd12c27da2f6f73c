//! What is known of the input media, held against the catalogue's limits and against the request.

use super::{At, Report, Request};
use crate::catalog::{Field, Kind, MediaKind, MediaLimits};
use crate::issue::Code;
use crate::json::Value;
use crate::say::{Part, say};

/// One medium of a request: where it stands, its URL (none for a file still to be uploaded), its limits.
#[derive(Clone, Copy, Debug)]
pub struct Medium<'a> {
    /// The field it stands in.
    pub field: &'static str,
    /// Where.
    pub at: At<'a>,
    /// The URL.
    pub url: Option<&'a str>,
    /// Its limits.
    pub limits: &'static MediaLimits,
}

impl Request<'_> {
    /// Shows every medium of the request, in the order of the fields.
    pub fn each_medium(&self, see: &mut dyn FnMut(&Medium<'_>)) {
        each(self.value, self.model.fields, &At::Root, see);
    }
}

fn each(value: &Value<'_>, fields: &'static [Field], at: &At<'_>, see: &mut dyn FnMut(&Medium<'_>)) {
    for field in fields {
        let Some(value) = value.get(field.name) else { continue };
        let here = At::Name(at, field.name);
        let mut show = |at: At<'_>, value: &Value<'_>, limits: &'static MediaLimits| {
            see(&Medium { field: field.name, at, url: value.as_text(), limits });
        };
        match (&field.kind, value) {
            (Kind::Media(limits), _) => show(here, value, limits),
            (Kind::MediaList { media, .. }, Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    show(At::Item(&here, index), item, media);
                }
            }
            (Kind::VoiceBindings { media, .. }, Value::Object(bindings)) => {
                for (key, item) in bindings {
                    show(At::Name(&here, key), item, media);
                }
            }
            (Kind::Params(fields), _) => each(value, fields, &here, see),
            _ => {}
        }
    }
}

impl Medium<'_> {
    /// What is known of it: by URL, else by field (`video_urls.0`).
    pub fn facts<'v>(&self, inputs: &'v Value<'v>) -> Option<&'v Value<'v>> {
        self.url.and_then(|url| inputs.get(url)).or_else(|| inputs.get(&self.dotted()))
    }

    fn dotted(&self) -> String {
        let mut out = String::new();
        self.at.dotted(&mut out);
        out
    }
}

/// Length in milliseconds, where it is known.
pub fn millis(facts: &Value<'_>) -> Option<u64> {
    facts.get("seconds").and_then(|seconds| seconds.as_scaled(3)).and_then(|ms| u64::try_from(ms).ok())
}

/// Holds every medium of which something is known against its limits, and lengths against the duration.
pub fn check(request: &Request<'_>, inputs: &Value<'_>, report: &mut Report) {
    request.each_medium(&mut |medium| {
        if let Some(facts) = medium.facts(inputs) {
            limits(medium, facts, report);
            if let Some(ms) = millis(facts) {
                length(request, medium, ms, report);
            }
        }
    });
}

fn limits(medium: &Medium<'_>, facts: &Value<'_>, report: &mut Report) {
    let MediaLimits { kind, formats, max_bytes, min_side, max_side, max_ratio, min_ms, max_ms } =
        *medium.limits;
    let dotted = medium.dotted();
    let (name, at) = (dotted.as_str(), &medium.at);
    let number = |name: &str| facts.get(name).and_then(Value::as_integer);
    if let Some(ms) = millis(facts)
        && max_ms > 0
        && !(min_ms..=max_ms).contains(&ms)
    {
        let (ms, min, max) = (Part::Seconds(ms), Part::Seconds(min_ms), Part::Seconds(max_ms));
        let message = say!("{} is {} s long; it must be {} to {} s", name, ms, min, max);
        report.error(Code::OutOfRange, at, message, say!("cut or lengthen it"));
    }
    if let (Some(width), Some(height)) = (number("width"), number("height")) {
        let (short, long) = (width.min(height), width.max(height));
        if max_side > 0 && (short < i64::from(min_side) || long > i64::from(max_side)) {
            let message = say!(
                "{} is {}×{} px; each side must be {} to {} px",
                name,
                width,
                height,
                min_side,
                max_side
            );
            report.error(Code::OutOfRange, at, message, say!("scale it"));
        }
        if max_ratio > 0 && long > short.saturating_mul(i64::from(max_ratio)) {
            let message = say!(
                "{} is {}×{} px; one side may be at most {} times the other",
                name,
                width,
                height,
                max_ratio
            );
            report.error(Code::OutOfRange, at, message, say!("crop it"));
        }
    }
    if let Some(bytes) = number("bytes")
        && bytes > max_bytes as i64
    {
        let message = say!("{} has {} bytes; at most {} are allowed", name, bytes, max_bytes);
        report.error(Code::OutOfRange, at, message, say!("compress it"));
    }
    if let Some(format) = facts.get("format").and_then(Value::as_text)
        && !formats.contains(&format)
    {
        let message = say!("{} is {}; it must be {}", name, Part::Quoted(format), Part::Choice(formats));
        report.error(Code::UnsupportedFormat, at, message, say!("convert it"));
    } else if kind == MediaKind::Image && matches!(facts.get("alpha"), Some(Value::Bool(true))) {
        let message = say!("{} has transparency, which is not taken", name);
        report.error(Code::UnsupportedFormat, at, message, say!("flatten it onto a background"));
    }
}

/// Audio against the clip's length (guide, section 3), a clip to continue against the total (`OpenAPI`, `duration`).
fn length(request: &Request<'_>, medium: &Medium<'_>, ms: u64, report: &mut Report) {
    let Some(duration) = request.integer("duration").and_then(|duration| u64::try_from(duration).ok()) else {
        return;
    };
    let total = duration.saturating_mul(1000);
    let mode = request.mode();
    let driving = medium.field == "audio_url" || (medium.field == "audio_urls" && mode != "reference-video");
    let long = Part::Seconds(ms);
    if driving && ms > total {
        let message = say!("the audio is {} s long; only {} s are used", long, duration);
        let hint = say!("lengthen the clip, or cut the audio");
        report.warning(Code::AudioTruncated, &medium.at, message, hint);
    } else if driving && ms < total {
        let message = say!("the audio is {} s long; the rest of {} s is silent", long, duration);
        let hint = say!("shorten the clip, or lengthen the audio");
        report.warning(Code::AudioTooShort, &medium.at, message, hint);
    } else if mode == "video_continuation" && medium.field == "video_urls" {
        let at = At::field("duration");
        if ms > total {
            let message = say!(
                "duration is {} s, the total; the clip to continue is {} s long already",
                duration,
                long
            );
            report.error(
                Code::OutOfRange,
                &at,
                message,
                say!("set duration to {} or more", ms.div_ceil(1000)),
            );
        } else if ms == total {
            let message = say!(
                "duration equals the clip's length of {} s: it comes back as it is, and is billed",
                duration
            );
            report.warning(
                Code::NothingGenerated,
                &at,
                message,
                say!("duration is the total, input included"),
            );
        }
    }
}
