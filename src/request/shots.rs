//! The rules of shots in a prompt. All findings are warnings: the model reads prose, and may still understand.

use super::{At, Report, Request};
use crate::catalog::name;
use crate::issue::{Code, Severity};
use crate::message::Arg;
use crate::prompt::shots;

/// Gaps and overlaps between shots, and shots past the end of the video.
pub fn check(request: &Request<'_>, report: &mut Report) {
    let mut warn = |code, words: &str, parts: &[Arg<'_>]| {
        report.push(Severity::Warning, code, &At::field("prompt"), words, parts);
    };
    let shots = shots(request.prompt());
    let mut covered = 0;
    for shot in &shots {
        let (number, starts) = (Arg::from(shot.number), Arg::Seconds(shot.start_ms));
        let (ends, before) = (Arg::Seconds(shot.end_ms), Arg::Seconds(covered));
        if shot.end_ms <= shot.start_ms {
            let words = "shot {} is to end at {} s, and to start at {} s\nlet it end after it starts";
            warn(Code::ShotOverlap, words, &[number, ends, starts]);
            continue;
        }
        if shot.start_ms > covered {
            let words = "nothing is said about {} to {} s, before shot {}\nlet each shot start where the one before ends";
            warn(Code::ShotGap, words, &[before, starts, number]);
        } else if shot.start_ms < covered {
            let words = "shot {} starts at {} s, before the one before it ends at {} s\nlet each shot start where the one before ends";
            warn(Code::ShotOverlap, words, &[number, starts, before]);
        }
        covered = covered.max(shot.end_ms);
    }
    let duration = request.integer(name::DURATION).unwrap_or_default();
    let end = u64::try_from(duration).unwrap_or_default().saturating_mul(1000);
    for shot in shots.iter().filter(|shot| end > 0 && shot.end_ms > end) {
        let words = "shot {} ends at {} s; the video ends at {} s\nraise duration, or shorten the shots";
        warn(Code::ShotPastEnd, words, &[shot.number.into(), Arg::Seconds(shot.end_ms), duration.into()]);
    }
}
