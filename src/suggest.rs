//! Which name was meant: models, fields, values.

use crate::catalog::{Generation, MODELS};
use crate::text::{find, trim};

/// The model id nearest to `id`; the id itself where it exists; `None` where nothing is near.
pub fn model(id: &str) -> Option<&'static str> {
    let wanted = normal(id);
    let mut ids = MODELS.iter().map(|model| model.id);
    let exact = ids.find(|known| normal(known) == wanted);
    exact.or_else(|| by_parts(&wanted)).or_else(|| nearest(trim(id), MODELS.iter().map(|model| model.id)))
}

/// Whether any model has a field of that name.
pub fn is_field(name: &str) -> bool {
    MODELS.iter().any(|model| model.field_called(name).is_some())
}

/// What a field is called here that has another name elsewhere: in the older models, or in other APIs.
pub fn alias(name: &str) -> impl Iterator<Item = &'static str> {
    static ALIASES: [(&str, &str); 17] = [
        ("image_urls", "image_start"),
        ("image_start", "image_urls"),
        ("image_url", "image_start"),
        ("image_url", "image_urls"),
        ("image", "image_start"),
        ("image", "image_urls"),
        ("first_frame", "image_start"),
        ("last_frame", "image_end"),
        ("video", "video_urls"),
        ("audio", "audio_urls"),
        ("audio", "audio_url"),
        ("seconds", "duration"),
        ("length", "duration"),
        ("resolution", "quality"),
        ("ratio", "aspect_ratio"),
        ("text", "prompt"),
        ("webhook_url", "callback_url"),
    ];
    ALIASES.iter().filter(move |(alias, _)| *alias == name).map(|(_, field)| *field)
}

/// Lower case, letters and digits only.
fn normal(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    for byte in id.bytes().filter(u8::is_ascii_alphanumeric) {
        out.push(char::from(byte.to_ascii_lowercase()));
    }
    out
}

/// Short names (`wan27-t2v`, `wan2.7-t2v-2026-04-25`): the version where there is one, else the current, and what it does.
fn by_parts(wanted: &str) -> Option<&'static str> {
    static MODES: [(&str, &[&str]); 4] = [
        ("textto", &["t2v", "text2video", "txt2vid", "texttovideo"]),
        ("imageto", &["i2v", "image2video", "img2vid", "imagetovideo"]),
        ("reference", &["r2v", "ref2v", "reference", "ref2video", "reftovideo"]),
        ("edit", &["v2v", "edit"]),
    ];
    let rest = wanted.strip_prefix("wan")?;
    let rest = rest.strip_prefix("x").unwrap_or(rest);
    let mut digits = MODELS.iter().map(|model| model.generation.digits);
    let version = digits.find(|digits| rest.starts_with(*digits));
    let rest = version.map_or(Some(rest), |digits| rest.get(digits.len()..))?;
    let (mode, _) = MODES.iter().find(|(_, words)| words.iter().any(|word| find(rest, word).is_some()))?;
    let mut fitting = MODELS.iter().filter(|model| {
        let known = normal(model.id);
        let Generation { digits, current, .. } = *model.generation;
        version.map_or(current, |version| version == digits)
            && find(&known, mode).is_some()
            && known.ends_with("flash") == rest.ends_with("flash")
    });
    fitting.next().map(|model| model.id)
}

/// The candidate within a third of its length in edits, where there is one.
pub fn nearest<'c>(text: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    let mut best = None;
    let mut least = usize::MAX;
    for candidate in candidates {
        let edits = distance(text, candidate);
        if edits < least && edits <= (candidate.len() / 3).max(1) {
            (best, least) = (Some(candidate), edits);
        }
    }
    best
}

/// Levenshtein distance, by bytes without regard to case; anything much longer than a name is far from every name.
fn distance(a: &str, b: &str) -> usize {
    if a.len() > 64 {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (1..=b.len()).collect();
    let mut last = b.len();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = i;
        last = i + 1;
        for (cell, y) in row.iter_mut().zip(b.bytes()) {
            let substituted = diagonal + usize::from(!x.eq_ignore_ascii_case(&y));
            diagonal = *cell;
            last = substituted.min(last + 1).min(*cell + 1);
            *cell = last;
        }
    }
    last
}
