//! Reading the prompt: shot lists with times, and references by name. All findings are warnings: the model reads
//! prose, and may still understand.

use crate::issue::{Code, Step};
use crate::request::{Report, Request};

/// One `Shot N [a-bs]` of a prompt, times in milliseconds (guide, section 3, multi-shot narrative).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shot {
    /// Its number.
    pub number: u32,
    /// When it starts.
    pub start_ms: u64,
    /// When it ends.
    pub end_ms: u64,
}

fn at() -> Vec<Step> {
    vec!["prompt".into()]
}

/// The shots of a prompt, in the order written.
pub fn shots(prompt: &str) -> Vec<Shot> {
    let mut shots = Vec::new();
    // ASCII folding keeps every byte where it was.
    let lower = prompt.to_ascii_lowercase();
    let mut rest = lower.as_str();
    while let Some(found) = rest.find("shot") {
        let begins = !rest.get(..found).unwrap_or_default().ends_with(|c: char| c.is_alphanumeric());
        rest = rest.get(found + 4..).unwrap_or_default();
        if begins && let Some((shot, after)) = shot(rest) {
            shots.push(shot);
            rest = after;
        }
    }
    shots
}

/// ` 1 [0-3s]`, spaces optional, with or without the unit, fractions allowed.
fn shot(text: &str) -> Option<(Shot, &str)> {
    let (number, rest) = digits(text.trim_start())?;
    let rest = rest.trim_start().strip_prefix('[')?;
    let (start_ms, rest) = time(rest)?;
    let rest = rest.strip_prefix(['-', '–', '—', '~'])?;
    let (end_ms, rest) = time(rest)?;
    let rest = rest.strip_prefix(']')?;
    Some((Shot { number: number.parse().ok()?, start_ms, end_ms }, rest))
}

fn time(text: &str) -> Option<(u64, &str)> {
    let (whole, mut rest) = digits(text.trim_start())?;
    let mut ms = whole.parse::<u64>().ok()?.checked_mul(1000)?;
    if let Some((fraction, after)) = rest.strip_prefix('.').and_then(digits) {
        let weights = [100, 10, 1];
        ms += fraction
            .bytes()
            .zip(weights)
            .map(|(digit, weight)| u64::from(digit - b'0') * weight)
            .sum::<u64>();
        rest = after;
    }
    let rest = rest.trim_start();
    let rest = rest.strip_prefix("sec").or_else(|| rest.strip_prefix('s')).unwrap_or(rest);
    Some((ms, rest.trim_start()))
}

fn digits(text: &str) -> Option<(&str, &str)> {
    let end = text.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

/// Gaps and overlaps between shots, and shots past the end of the video.
pub fn check_shots(request: &Request<'_>, report: &mut Report) {
    let shots = shots(request.text("prompt").unwrap_or_default());
    let mut covered = 0;
    for shot in &shots {
        let Shot { number, start_ms, end_ms } = *shot;
        if start_ms > covered {
            let message = format!(
                "nothing is said about {} to {} s, before shot {number}",
                tenths(covered),
                tenths(start_ms)
            );
            report
                .warning(Code::ShotGap, at(), message)
                .hint("let each shot start where the one before ends");
        } else if start_ms < covered {
            let message = format!(
                "shot {number} starts at {} s, before the one before it ends at {} s",
                tenths(start_ms),
                tenths(covered)
            );
            report
                .warning(Code::ShotOverlap, at(), message)
                .hint("let each shot start where the one before ends");
        }
        covered = covered.max(end_ms);
    }
    let duration =
        request.integer("duration").and_then(|duration| u64::try_from(duration).ok()).unwrap_or_default();
    if duration == 0 {
        return;
    }
    for shot in shots.iter().filter(|shot| shot.end_ms > duration * 1000) {
        let message =
            format!("shot {} ends at {} s; the video ends at {duration} s", shot.number, tenths(shot.end_ms));
        report.warning(Code::ShotPastEnd, at(), message).hint("raise duration, or shorten the shots");
    }
}

/// Seconds with at most one decimal.
fn tenths(ms: u64) -> String {
    if ms % 1000 == 0 { format!("{}", ms / 1000) } else { format!("{}.{}", ms / 1000, ms % 1000 / 100) }
}

/// The numbers with which `prompt` names references after `word`, each once, in order.
fn named(prompt: &str, word: &str, numbers: &mut Vec<usize>) {
    let mut rest = prompt;
    let mut before = ' ';
    while let Some(found) = rest.find(word) {
        before = rest.get(..found).and_then(|text| text.chars().next_back()).unwrap_or(before);
        rest = rest.get(found + word.len()..).unwrap_or_default();
        let inside_word = word.is_ascii() && before.is_alphanumeric() && before.is_ascii();
        let text = if word.is_ascii() { rest } else { rest.trim_start_matches(' ') };
        if let Some((number, _)) = digits(text)
            && !inside_word
        {
            let number = number.parse().unwrap_or(usize::MAX);
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
        before = word.chars().next_back().unwrap_or(' ');
    }
}

/// References the prompt names but the request lacks, and the other way round (guide, section 5, character indexing).
/// With a single reference the prompt need not name it.
pub fn check_references(request: &Request<'_>, images: usize, videos: usize, report: &mut Report) {
    let prompt = request.text("prompt").unwrap_or_default();
    for (words, array, count) in
        [(["Image ", "图"], "image_urls", images), (["Video ", "视频"], "video_urls", videos)]
    {
        let mut numbers = Vec::new();
        for word in words {
            named(prompt, word, &mut numbers);
        }
        let [word, _] = words;
        for number in &numbers {
            if *number == 0 || *number > count {
                let message = format!("the prompt names {word}{number}, but {array} has {count}");
                report
                    .warning(Code::ReferenceMissing, at(), message)
                    .hint("images and videos are counted apart, each from 1");
            }
        }
        for number in (1..=count).filter(|number| images + videos > 1 && !numbers.contains(number)) {
            let message = format!("the prompt never names {word}{number}");
            report
                .warning(Code::ReferenceUnused, at(), message)
                .hint(format!("say what {word}{number} does, or remove it from {array}"));
        }
    }
}
