//! Reading the prompt: shot lists with times.

use crate::text::{cut, find, holds, natural};

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

/// More shots than any video has; what follows is not read.
const SHOTS_MAX: usize = 100;

/// The shots of a prompt, in the order written.
pub fn shots(prompt: &str) -> Vec<Shot> {
    let mut shots = Vec::new();
    // No shot is without one, and most prompts are.
    let mut rest = if holds(prompt, b'[') { prompt } else { "" };
    while let Some((before, after)) = next_shot(rest).filter(|_| shots.len() < SHOTS_MAX) {
        rest = after;
        if !ends_in_word(before)
            && let Some((shot, after)) = shot(rest)
        {
            // One that is spoken of again is no other.
            if !shots.contains(&shot) {
                shots.push(shot);
            }
            rest = after;
        }
    }
    shots
}

/// Whether a prompt asks for more than one shot.
pub fn has_shots(prompt: &str) -> bool {
    find(prompt, "multi-shot").is_some() || shots(prompt).len() > 1
}

/// What stands before and behind the next `shot`, in capitals or not.
fn next_shot(text: &str) -> Option<(&str, &str)> {
    let mut words = text.as_bytes().windows(4);
    // Most bytes are told by the first comparison.
    let is_shot = |word: &[u8]| matches!(word, [b's' | b'S', ..]) && word.eq_ignore_ascii_case(b"shot");
    let at = words.position(is_shot)?;
    Some((text.get(..at)?, text.get(at + 4..)?))
}

/// Whether the last character belongs to a word.
pub fn ends_in_word(text: &str) -> bool {
    text.bytes().next_back().is_some_and(|byte| byte.is_ascii_alphanumeric())
}

/// ` 1 [0-3s]` or ` 1: [0-3s]`, spaces optional, with or without the unit, fractions allowed.
fn shot(text: &str) -> Option<(Shot, &str)> {
    let (number, rest) = digits(text)?;
    let rest = past_space(rest);
    let rest = past_space(rest.strip_prefix(":").unwrap_or(rest)).strip_prefix("[")?;
    let (start_ms, rest) = time(rest)?;
    let rest = ["-", "–", "—", "~"].iter().find_map(|dash| rest.strip_prefix(dash))?;
    let (end_ms, rest) = time(rest)?;
    let rest = rest.strip_prefix("]")?;
    Some((Shot { number: u32::try_from(natural(number)?).ok()?, start_ms, end_ms }, rest))
}

fn time(text: &str) -> Option<(u64, &str)> {
    let (whole, mut rest) = digits(text)?;
    let mut ms = natural(whole).filter(|seconds| *seconds < u64::MAX / 1000)? * 1000;
    if let Some((fraction, after)) = rest.strip_prefix(".").and_then(digits) {
        for (digit, weight) in fraction.bytes().zip([100, 10, 1]) {
            ms = ms.saturating_add(u64::from(digit.wrapping_sub(b'0')) * weight);
        }
        rest = after;
    }
    let rest = past_space(rest);
    let unit = ["seconds", "secs", "sec", "s", "S"].iter().find_map(|unit| rest.strip_prefix(unit));
    Some((ms, past_space(unit.unwrap_or(rest))))
}

fn past_space(text: &str) -> &str {
    cut(text, text.bytes().take_while(u8::is_ascii_whitespace).count()).1
}

/// Digits behind white space, and what follows.
pub fn digits(text: &str) -> Option<(&str, &str)> {
    let text = past_space(text);
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    (end > 0).then(|| cut(text, end))
}
