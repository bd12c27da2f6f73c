//! What is known of the input media, held against the catalogue's limits and against the request.

use super::{At, Report, Request};
use crate::catalog::{self, Field, Format, Kind, MediaKind, MediaLimits, REFERENCES_MAX, name};
use crate::issue::{Code, Findings};
use crate::message::{Arg, message};
use crate::tape::Node;
use crate::text::cut;

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
        each(self.model.fields, &At::Root, &|field| self.member(field.id()), see);
    }
}

fn each<'a>(
    fields: &'static [Field],
    at: &At<'_>,
    get: &dyn Fn(&Field) -> Option<Node<'a>>,
    see: &mut dyn FnMut(&Medium<'_>),
) {
    for field in fields {
        let of_media = matches!(
            field.kind,
            Kind::Media(_) | Kind::MediaList { .. } | Kind::VoiceBindings { .. } | Kind::Object(_)
        );
        if !of_media {
            continue;
        }
        let Some(value) = get(field) else { continue };
        let here = At::Name(at, field.name);
        let mut show = |at: At<'_>, value: Node<'_>, limits: &'static MediaLimits| {
            see(&Medium { field: field.name, at, url: value.as_text(), limits });
        };
        match (&field.kind, value) {
            (Kind::Media(limits), _) => show(here, value, limits),
            (Kind::MediaList { media, .. }, Node::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    show(At::Item(&here, index), item, media);
                }
            }
            (Kind::VoiceBindings { media, .. }, Node::Object(bindings)) => {
                for (key, item) in bindings.iter() {
                    show(At::Name(&here, key.text()), item, media);
                }
            }
            (Kind::Object(fields), Node::Object(_)) => {
                each(fields, &here, &|field| value.field(field.number), see);
            }
            _ => {}
        }
    }
}

impl Medium<'_> {
    /// What is known of it: by URL, else by field (`video_urls.0`).
    pub fn facts<'v>(&self, inputs: Node<'v>) -> Option<Node<'v>> {
        self.url.and_then(|url| inputs.get(url)).or_else(|| inputs.get(&self.at.text()))
    }
}

/// Whether media may stand at this place (`model_params.voice_bindings.image1`) in a model's requests.
pub fn is_place(model: &str, dotted: &str) -> bool {
    let mut fields = catalog::model(model).map_or(&[][..], |model| model.fields);
    for name in dotted.split('.') {
        let Some(field) = fields.iter().find(|field| field.name == name) else { return false };
        match field.kind {
            Kind::Media(_) | Kind::MediaList { .. } | Kind::VoiceBindings { .. } => return true,
            Kind::Object(inner) => fields = inner,
            _ => return false,
        }
    }
    false
}

/// Length in milliseconds, where it is known.
pub fn millis(facts: Node<'_>) -> Option<u64> {
    facts.get("seconds").and_then(|seconds| seconds.as_scaled(3)).and_then(|ms| u64::try_from(ms).ok())
}

/// Holds every medium of which something is known against its limits, and lengths against the duration; of the others,
/// what their names say. Of a list that is too long, which is refused as a whole, only so many as it may have.
pub fn check(request: &Request<'_>, inputs: Option<Node<'_>>, report: &mut Report) {
    let mut seen = 0;
    request.each_medium(&mut |medium| {
        seen += 1;
        if seen > MEDIA_MAX {
            return;
        }
        if let Some(facts) = inputs.and_then(|inputs| medium.facts(inputs)) {
            limits(medium, facts, report);
            if let Some(ms) = millis(facts) {
                length(request, medium, ms, report);
            }
        } else if let Some(extension) = medium.url.and_then(extension) {
            named(medium, extension, report);
        }
    });
}

/// More media than any request may have: `image_start`, five references and a voice for each. Of those past it no facts are
/// looked up.
pub const MEDIA_MAX: usize = 1 + 2 * REFERENCES_MAX;

/// What stands behind the last dot of a URL's path.
fn extension(url: &str) -> Option<&str> {
    let path = cut(url, url.bytes().position(|byte| matches!(byte, b'?' | b'#')).unwrap_or(url.len())).0;
    let dot = path.bytes().rposition(|byte| matches!(byte, b'.' | b'/'))?;
    cut(path, dot).1.strip_prefix('.')
}

/// A name can lie, so what it says is no error; but a file that cannot be read fails a task after minutes.
fn named(medium: &Medium<'_>, extension: &str, report: &mut Report) {
    let formats = medium.limits.formats;
    if let Some(format) = Format::of_ending(extension)
        && !formats.contains(&format.name())
    {
        let (name, found, allowed) = (medium.at.text(), Arg::Quoted(extension), Arg::Choice(formats));
        let message =
            message!("{} is {} by its name; it must be {}\nconvert it", name.as_str(), found, allowed);
        report.warning(Code::UnsupportedFormat, &medium.at, message);
    }
}

fn limits(medium: &Medium<'_>, facts: Node<'_>, report: &mut Report) {
    let MediaLimits { kind, formats, max_bytes, min_side, max_side, max_ratio, min_ms, max_ms } =
        *medium.limits;
    let dotted = medium.at.text();
    let (name, at) = (dotted.as_str(), &medium.at);
    let number = |name: &str| facts.get(name).and_then(Node::as_integer);
    if let Some(ms) = millis(facts)
        && max_ms > 0
        && !(min_ms..=max_ms).contains(&ms)
    {
        let (ms, min, max) = (Arg::Seconds(ms), Arg::Seconds(min_ms), Arg::Seconds(max_ms));
        let message =
            message!("{} is {} s long; it must be {} to {} s\ncut or lengthen it", name, ms, min, max);
        report.error(Code::OutOfRange, at, message);
    }
    if let (Some(width), Some(height)) = (number("width"), number("height")) {
        let (short, long) = (width.min(height), width.max(height));
        if max_side > 0 && (short < i64::from(min_side) || long > i64::from(max_side)) {
            let message = message!(
                "{} is {}×{} px; each side must be {} to {} px\nscale it",
                name,
                width,
                height,
                min_side,
                max_side
            );
            report.error(Code::OutOfRange, at, message);
        }
        if max_ratio > 0 && long / i64::from(max_ratio) >= short && long > short * i64::from(max_ratio) {
            let message = message!(
                "{} is {}×{} px; one side may be at most {} times the other\ncrop it",
                name,
                width,
                height,
                max_ratio
            );
            report.error(Code::OutOfRange, at, message);
        }
    }
    if let Some(bytes) = number("bytes") {
        size(name, at, bytes, max_bytes, report);
    }
    if let Some(format) = facts.get("format").and_then(Node::as_text)
        && !formats.contains(&format)
    {
        let (found, allowed) = (Arg::Quoted(format), Arg::Choice(formats));
        report.error(
            Code::UnsupportedFormat,
            at,
            message!("{} is {}; it must be {}\nconvert it", name, found, allowed),
        );
    } else if kind == MediaKind::Image
        && matches!(facts.get("alpha"), Some(Node::Bool(true)))
        // Endpoint of PNG alone (`OpenAPI`, `image_start`).
        && facts.get("format").and_then(Node::as_text).is_none_or(|format| format == "png")
    {
        let message = message!("{} has transparency, which is not taken\nflatten it onto a background", name);
        report.error(Code::UnsupportedFormat, at, message);
    }
}

fn size(name: &str, at: &At<'_>, bytes: i64, max_bytes: u64, report: &mut Report) {
    if bytes == 0 {
        report.error(Code::OutOfRange, at, message!("{} is empty\ngive another file", name));
    } else if bytes > max_bytes as i64 {
        let message =
            message!("{} has {} bytes; at most {} are allowed\ncompress it", name, bytes, max_bytes);
        report.error(Code::OutOfRange, at, message);
    }
}

/// The issues of a file that is uploaded for itself: where it will stand is not known, so only its size can be judged.
pub fn check_file(bytes: i64) -> Findings {
    let mut report = Report::default();
    size("the file", &At::Root, bytes, catalog::LARGEST_FILE, &mut report);
    report.findings()
}

/// Audio against the clip's length (guide, section 3), a clip to continue against the total, a clip to edit against what
/// is left of it (`OpenAPI`, `duration`).
fn length(request: &Request<'_>, medium: &Medium<'_>, ms: u64, report: &mut Report) {
    let Some(duration) = request.integer(name::DURATION).and_then(|duration| u64::try_from(duration).ok())
    else {
        return;
    };
    let total = duration.saturating_mul(1000);
    let mode = request.mode();
    let driving = medium.field == "audio_url" || (medium.field == "audio_urls" && mode != "reference-video");
    let long = Arg::Seconds(ms);
    if driving && ms > total {
        let message = message!(
            "the audio is {} s long; only {} s are used\nlengthen the clip, or cut the audio",
            long,
            duration
        );
        report.warning(Code::AudioTruncated, &medium.at, message);
    } else if driving && ms < total {
        let message = message!(
            "the audio is {} s long; the rest of {} s is silent\nshorten the clip, or lengthen the audio",
            long,
            duration
        );
        report.warning(Code::AudioTooShort, &medium.at, message);
    } else if mode == "video_continuation" && medium.field == "video_urls" && ms > total {
        let message = message!(
            "duration is {} s, the total; the clip to continue is {} s long already\nset duration to {} or more",
            duration,
            long,
            ms.div_ceil(1000)
        );
        report.error(Code::OutOfRange, &At::field("duration"), message);
    } else if mode == "video_continuation" && medium.field == "video_urls" && ms == total {
        let message = message!(
            "duration equals the clip's length of {} s: it comes back as it is, and is billed\nduration is the total, input included",
            duration
        );
        report.warning(Code::NothingGenerated, &At::field("duration"), message);
    } else if mode == "video-edit" && medium.field == "video_urls" && ms < total {
        let message = message!(
            "duration is {} s; the video is {} s long, and an edit is no longer than its input\nset duration to 0 to keep its length",
            duration,
            long
        );
        report.warning(Code::IgnoredField, &At::field("duration"), message);
    }
}
