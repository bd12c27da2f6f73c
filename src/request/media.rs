//! What is known of the input media, held against the catalogue's limits and against the request.

use super::{Report, Request, describe};
use crate::catalog::{Field, Kind, MediaLimits};
use crate::issue::{Code, Step};
use crate::json::Value;

/// One medium of a request: where it stands, its URL (none for a file still to be uploaded), its limits.
pub struct Medium<'a> {
    /// The path of the field.
    pub path: Vec<Step>,
    /// The URL.
    pub url: Option<&'a str>,
    /// Its limits.
    pub limits: &'static MediaLimits,
}

impl<'a> Request<'a> {
    /// Every medium of the request, in the order of the fields.
    pub fn media(&self) -> Vec<Medium<'a>> {
        let mut media = Vec::new();
        collect(self.value, self.model.fields, &[], &mut media);
        media
    }
}

fn collect<'a>(value: &'a Value<'a>, fields: &'static [Field], at: &[Step], out: &mut Vec<Medium<'a>>) {
    for field in fields {
        let Some(value) = value.get(field.name) else { continue };
        let mut path = at.to_vec();
        path.push(field.name.into());
        let below = |step: Step| [path.clone(), vec![step]].concat();
        match (&field.kind, value) {
            (Kind::Media(limits), _) => out.push(Medium { path, url: value.as_text(), limits }),
            (Kind::MediaList { media, .. }, Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    out.push(Medium { path: below(index.into()), url: item.as_text(), limits: media });
                }
            }
            (Kind::VoiceBindings { media, .. }, Value::Object(bindings)) => {
                for (key, item) in bindings {
                    out.push(Medium { path: below(key.as_ref().into()), url: item.as_text(), limits: media });
                }
            }
            (Kind::Params(fields), _) => collect(value, fields, &path, out),
            _ => {}
        }
    }
}

impl Medium<'_> {
    /// What is known of it: by URL, else by field (`video_urls.0`).
    pub fn facts<'v>(&self, inputs: &'v Value<'v>) -> Option<&'v Value<'v>> {
        self.url.and_then(|url| inputs.get(url)).or_else(|| inputs.get(&dotted(&self.path)))
    }
}

fn dotted(path: &[Step]) -> String {
    let steps: Vec<String> = path
        .iter()
        .map(|step| match step {
            Step::Name(name) => name.clone(),
            Step::Index(index) => index.to_string(),
        })
        .collect();
    steps.join(".")
}

/// Length in milliseconds, where it is known.
pub fn millis(facts: &Value<'_>) -> Option<u64> {
    facts.get("seconds").and_then(|seconds| seconds.as_scaled(3)).and_then(|ms| u64::try_from(ms).ok())
}

/// Holds every medium of which something is known against its limits, and lengths against the duration.
pub fn check(request: &Request<'_>, inputs: &Value<'_>, report: &mut Report) {
    for medium in request.media() {
        if let Some(facts) = medium.facts(inputs) {
            limits(&medium, facts, report);
            if let Some(ms) = millis(facts) {
                length(request, &medium, ms, report);
            }
        }
    }
}

fn limits(medium: &Medium<'_>, facts: &Value<'_>, report: &mut Report) {
    let MediaLimits { kind, formats, max_bytes, min_side, max_side, max_ratio, min_ms, max_ms } =
        medium.limits;
    let name = dotted(&medium.path);
    let number = |name: &str| facts.get(name).and_then(Value::as_integer);
    let mut out_of_range = |message: String, hint: &str| {
        report.error(Code::OutOfRange, medium.path.clone(), message).hint(hint);
    };
    if let Some(ms) = millis(facts)
        && *max_ms > 0
        && !(*min_ms..=*max_ms).contains(&ms)
    {
        out_of_range(
            format!("{name} is {} long; it must be {} to {} s", seconds(ms), min_ms / 1000, max_ms / 1000),
            "cut or lengthen it",
        );
    }
    if let (Some(width), Some(height)) = (number("width"), number("height")) {
        let (short, long) = (width.min(height), width.max(height));
        if *max_side > 0 && (short < i64::from(*min_side) || long > i64::from(*max_side)) {
            out_of_range(
                format!("{name} is {width}×{height} px; each side must be {min_side} to {max_side} px"),
                "scale it",
            );
        }
        if *max_ratio > 0 && long > short.saturating_mul(i64::from(*max_ratio)) {
            out_of_range(
                format!("{name} is {width}×{height} px; one side may be at most {max_ratio} times the other"),
                "crop it",
            );
        }
    }
    if let Some(bytes) = number("bytes")
        && bytes > *max_bytes as i64
    {
        out_of_range(format!("{name} has {bytes} bytes; at most {max_bytes} are allowed"), "compress it");
    }
    if let Some(format) = facts.get("format").and_then(Value::as_text)
        && !formats.contains(&format)
    {
        let message =
            format!("{name} is {}; it must be {}", describe::quoted(format), describe::choice(formats));
        report.error(Code::UnsupportedFormat, medium.path.clone(), message).hint("convert it");
    } else if *kind == crate::catalog::MediaKind::Image && facts.get("alpha") == Some(&Value::Bool(true)) {
        report
            .error(
                Code::UnsupportedFormat,
                medium.path.clone(),
                format!("{name} has transparency, which is not taken"),
            )
            .hint("flatten it onto a background");
    }
}

/// Audio against the clip's length (guide, section 3), a clip to continue against the total (`OpenAPI`, `duration`).
fn length(request: &Request<'_>, medium: &Medium<'_>, ms: u64, report: &mut Report) {
    let Some(duration) = request.integer("duration").and_then(|duration| u64::try_from(duration).ok()) else {
        return;
    };
    let total = duration * 1000;
    let Some(Step::Name(field)) = medium.path.first() else { return };
    let driving = field == "audio_url" || (field == "audio_urls" && request.mode() != "reference-video");
    let path = medium.path.clone();
    if driving && ms > total {
        report
            .warning(
                Code::AudioTruncated,
                path,
                format!("the audio is {} long; only {duration} s are used", seconds(ms)),
            )
            .hint("lengthen the clip, or cut the audio");
    } else if driving && ms < total {
        report
            .warning(
                Code::AudioTooShort,
                path,
                format!("the audio is {} long; the rest of {duration} s is silent", seconds(ms)),
            )
            .hint("shorten the clip, or lengthen the audio");
    } else if request.mode() == "video_continuation" && field == "video_urls" {
        let at = vec!["duration".into()];
        if ms > total {
            report
                .error(
                    Code::OutOfRange,
                    at,
                    format!(
                        "duration is {duration} s, the total; the clip to continue is {} long already",
                        seconds(ms)
                    ),
                )
                .hint(format!("set duration to {} or more", ms.div_ceil(1000)));
        } else if ms == total {
            report
                .warning(
                    Code::NothingGenerated,
                    at,
                    format!("duration equals the clip's length of {duration} s: it comes back as it is, and is billed"),
                )
                .hint("duration is the total, input included");
        }
    }
}

/// `4.2 s`.
fn seconds(ms: u64) -> String {
    let fraction = format!("{:03}", ms % 1000);
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() { format!("{} s", ms / 1000) } else { format!("{}.{fraction} s", ms / 1000) }
}
