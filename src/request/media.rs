//! What is known of the input media, held against the catalogue's limits and against the request.

use super::{Given, Report, Request, Spot};
use crate::catalog::{self, Field, Format, Kind, MediaKind, MediaLimits, REFERENCES_MAX, name};
use crate::issue::{Found, Place};
use crate::tape::Node;
use crate::text::{cut, split};
use crate::words::Rule;

/// One medium of a request: where it stands, its URL (none for a file still to be uploaded), its limits.
#[derive(Clone, Copy, Debug)]
pub struct Medium<'a> {
    /// Where.
    pub at: Place,
    /// The URL.
    pub url: Option<&'a str>,
    /// Its limits.
    pub limits: &'static MediaLimits,
}

impl<'a> Request<'a> {
    /// Shows every medium of the request, in the order of the fields.
    pub fn each_medium(&self, see: &mut dyn FnMut(&Medium<'a>)) {
        each(self.model.fields, &self.given, see);
    }
}

fn each<'a>(fields: &'static [Field], given: &Given<'a>, see: &mut dyn FnMut(&Medium<'a>)) {
    for field in fields {
        let of_media = matches!(
            field.kind,
            Kind::Media(_) | Kind::MediaList { .. } | Kind::VoiceBindings { .. } | Kind::Object(_)
        );
        if !of_media {
            continue;
        }
        let Some(value) = given.member(field.number) else { continue };
        let at = Place::of(field.id());
        let mut show = |at, value: Node<'a>, limits| see(&Medium { at, url: value.as_text(), limits });
        match (&field.kind, value) {
            (Kind::Media(limits), _) => show(at, value, limits),
            (Kind::MediaList { media, .. }, Node::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    show(at.item(index), item, media);
                }
            }
            (Kind::VoiceBindings { media, .. }, Node::Object(bindings)) => {
                for (index, (_, item)) in bindings.iter().enumerate() {
                    show(at.item(index), item, media);
                }
            }
            (Kind::Object(fields), Node::Object(members)) => each(fields, &Given::of(members), see),
            _ => {}
        }
    }
}

/// What is known of a medium: by URL, else by place (`video_urls.0`).
pub fn facts<'v>(request: &Request<'_>, at: Place, inputs: Node<'v>) -> Option<Node<'v>> {
    let spot = Spot::of(Some(request), Node::Null, at);
    let by_url = spot.value.and_then(Node::as_text).and_then(|url| inputs.get(url));
    by_url.or_else(|| inputs.get(&spot.dotted()))
}

/// Whether media may stand at this place (`model_params.voice_bindings.image1`) in a model's requests.
pub fn is_place(model: &str, dotted: &str) -> bool {
    let mut fields = catalog::model(model).map_or(&[][..], |model| model.fields);
    for name in split(dotted, ".") {
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
        if let Some(facts) = inputs.and_then(|inputs| facts(request, medium.at, inputs)) {
            limits(medium, facts, report);
            if let Some(ms) = millis(facts) {
                length(request, medium, ms, report);
            }
        } else if let Some(format) = medium.url.and_then(ending).and_then(Format::of_ending)
            // A name can lie, so what it says is no error; but a file that cannot be read fails a task after minutes.
            && !medium.limits.formats.contains(&format.name())
        {
            report.note(Rule::FormatByName, medium.at);
        }
    });
}

/// More media than any request may have: `image_start`, five references and a voice for each. Of those past it no facts are
/// looked up.
pub const MEDIA_MAX: usize = 1 + 2 * REFERENCES_MAX;

/// What stands behind the last dot of a URL's path.
pub fn ending(url: &str) -> Option<&str> {
    let path = cut(url, url.bytes().position(|byte| matches!(byte, b'?' | b'#')).unwrap_or(url.len())).0;
    let dot = path.bytes().rposition(|byte| matches!(byte, b'.' | b'/'))?;
    cut(path, dot).1.strip_prefix(".")
}

fn limits(medium: &Medium<'_>, facts: Node<'_>, report: &mut Report) {
    let MediaLimits { kind, formats, max_bytes, min_side, max_side, max_ratio, min_ms, max_ms } =
        *medium.limits;
    let at = medium.at;
    let number = |name: &str| facts.get(name).and_then(Node::as_integer);
    if let Some(ms) = millis(facts)
        && max_ms > 0
        && !(min_ms..=max_ms).contains(&ms)
    {
        report.count(Rule::MediaLength, at, ms as i64, 0);
    }
    if let (Some(width), Some(height)) = (number("width"), number("height")) {
        let (short, long) = (width.min(height), width.max(height));
        if max_side > 0 && (short < i64::from(min_side) || long > i64::from(max_side)) {
            report.count(Rule::MediaSides, at, width, height);
        }
        if max_ratio > 0 && long / i64::from(max_ratio) >= short && long > short * i64::from(max_ratio) {
            report.count(Rule::MediaShape, at, width, height);
        }
    }
    if let Some(bytes) = number("bytes") {
        size(at, bytes, max_bytes, report);
    }
    let format = facts.get("format").and_then(Node::as_text);
    if format.is_some_and(|format| !formats.contains(&format)) {
        report.note(Rule::MediaFormat, at);
    } else if kind == MediaKind::Image
        && matches!(facts.get("alpha"), Some(Node::Bool(true)))
        // Endpoint of PNG alone (`OpenAPI`, `image_start`).
        && format.is_none_or(|format| format == "png")
    {
        report.note(Rule::MediaAlpha, at);
    }
}

fn size(at: Place, bytes: i64, max_bytes: u64, report: &mut Report) {
    if bytes == 0 {
        report.note(Rule::MediaEmpty, at);
    } else if bytes > max_bytes as i64 {
        report.count(Rule::MediaLarge, at, bytes, max_bytes as i64);
    }
}

/// What is found of a file that is uploaded for itself: where it will stand is not known, so only its size can be judged.
pub fn check_file(bytes: i64) -> Found {
    let mut report = Report::default();
    size(Place::ROOT, bytes, catalog::LARGEST_FILE, &mut report);
    report.found()
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
    let is = |name: name::Name| medium.at.field == name.number;
    let driving = is(name::AUDIO_URL) || (is(name::AUDIO_URLS) && mode != "reference-video");
    let clip = is(name::VIDEO_URLS);
    let (rule, at) = if driving && ms > total {
        (Rule::AudioLong, medium.at)
    } else if driving && ms < total {
        (Rule::AudioShort, medium.at)
    } else if mode == "video_continuation" && clip && ms > total {
        (Rule::ContinuesLonger, Place::of(name::DURATION))
    } else if mode == "video_continuation" && clip && ms == total {
        (Rule::ContinuesNothing, Place::of(name::DURATION))
    } else if mode == "video-edit" && clip && ms < total {
        (Rule::EditShorter, Place::of(name::DURATION))
    } else {
        return;
    };
    report.count(rule, at, ms as i64, duration as i64);
}
