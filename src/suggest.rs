//! Which name was meant: models, fields, values.

use crate::catalog::{MODELS, Model};

/// The model id nearest to `id`; the id itself where it exists; `None` where nothing is near.
pub fn model(id: &str) -> Option<&'static str> {
    let ids = || MODELS.iter().map(|model| model.id);
    let wanted = normal(id);
    let exact = ids().find(|known| normal(known) == wanted);
    exact.or_else(|| by_parts(&wanted)).or_else(|| nearest(id.trim(), ids()))
}

/// Lower case, letters and digits only.
fn normal(id: &str) -> String {
    id.chars().filter(|c| c.is_ascii_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect()
}

/// Short names (`wan27-t2v`, `wan2.7-t2v-2026-04-25`): the version where there is one, else 2.7, and what it does.
fn by_parts(wanted: &str) -> Option<&'static str> {
    const MODES: [(&str, &[&str]); 4] = [
        ("textto", &["t2v", "text2video", "txt2vid", "texttovideo"]),
        ("imageto", &["i2v", "image2video", "img2vid", "imagetovideo"]),
        ("reference", &["r2v", "ref2v", "reference", "ref2video", "reftovideo"]),
        ("edit", &["videoedit", "v2v", "vedit", "editvideo", "edit"]),
    ];
    let rest = wanted.strip_prefix("wan").or_else(|| wanted.strip_prefix("wanx"))?;
    let (version, rest) = match rest.get(..2) {
        Some(version @ ("27" | "26" | "25")) => (version, rest.get(2..)?),
        _ => ("27", rest),
    };
    let (mode, _) = MODES.iter().find(|(_, words)| words.iter().any(|word| rest.contains(word)))?;
    let fits = |model: &&Model| {
        let known = normal(model.id);
        known.starts_with(&format!("wan{version}"))
            && known.contains(mode)
            && known.ends_with("flash") == rest.ends_with("flash")
    };
    MODELS.iter().find(fits).map(|model| model.id)
}

/// The candidate within a third of its length in edits, where there is one.
pub fn nearest<'c>(text: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    let text = text.to_ascii_lowercase();
    candidates
        .map(|candidate| (distance(&text, &candidate.to_ascii_lowercase()), candidate))
        .filter(|(edits, candidate)| *edits <= (candidate.len() / 3).max(1))
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, candidate)| candidate)
}

/// Levenshtein distance, by bytes; anything much longer than a name is far from every name.
fn distance(a: &str, b: &str) -> usize {
    if a.len() > 64 {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, y) in row.iter_mut().skip(1).zip(b.bytes()) {
            let substituted = diagonal + usize::from(x != y);
            diagonal = *cell;
            left = substituted.min(left + 1).min(*cell + 1);
            *cell = left;
        }
    }
    row.last().copied().unwrap_or(usize::MAX)
}
