//! The rules of shots in a prompt. All findings are warnings: the model reads prose, and may still understand.

use super::{Report, Request};
use crate::catalog::name;
use crate::issue::Place;
use crate::prompt::shots;
use crate::words::Rule;

/// Gaps and overlaps between shots, and shots past the end of the video.
pub fn check(request: &Request<'_>, report: &mut Report) {
    let mut note = |rule, number: u32, a: u64, b: u64| {
        report.count(rule, Place::of(name::PROMPT).item(number as usize), a as i64, b as i64);
    };
    let shots = shots(request.prompt());
    let mut covered = 0;
    for shot in &shots {
        let (starts, ends) = (shot.start_ms, shot.end_ms);
        if ends <= starts {
            note(Rule::ShotBackwards, shot.number, ends, starts);
            continue;
        }
        if starts > covered {
            note(Rule::ShotGap, shot.number, covered, starts);
        } else if starts < covered {
            note(Rule::ShotOverlap, shot.number, starts, covered);
        }
        covered = covered.max(ends);
    }
    let duration = request.integer(name::DURATION).and_then(|seconds| u64::try_from(seconds).ok());
    let duration = duration.unwrap_or_default();
    let end = duration.saturating_mul(1000);
    for shot in shots.iter().filter(|shot| end > 0 && shot.end_ms > end) {
        note(Rule::ShotPastEnd, shot.number, shot.end_ms, duration);
    }
}
