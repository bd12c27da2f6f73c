//! The rules of shots in a prompt. All findings are warnings: the model reads prose, and may still understand.

use super::{At, Report, Request};
use crate::issue::Code;
use crate::message::{Arg, message};
use crate::prompt::{Shot, shots};

/// Gaps and overlaps between shots, and shots past the end of the video.
pub fn check(request: &Request<'_>, report: &mut Report) {
    let shots = shots(request.prompt());
    let mut covered = 0;
    for shot in &shots {
        let Shot { number, start_ms, end_ms } = *shot;
        let (starts, ends) = (Arg::Seconds(start_ms), Arg::Seconds(covered));
        if end_ms <= start_ms {
            let ends = Arg::Seconds(end_ms);
            let message = message!(
                "shot {} is to end at {} s, and to start at {} s\nlet it end after it starts",
                number,
                ends,
                starts
            );
            report.warning(Code::ShotOverlap, &At::field("prompt"), message);
            continue;
        }
        if start_ms > covered {
            let message = message!(
                "nothing is said about {} to {} s, before shot {}\nlet each shot start where the one before ends",
                ends,
                starts,
                number
            );
            report.warning(Code::ShotGap, &At::field("prompt"), message);
        } else if start_ms < covered {
            let message = message!(
                "shot {} starts at {} s, before the one before it ends at {} s\nlet each shot start where the one before ends",
                number,
                starts,
                ends
            );
            report.warning(Code::ShotOverlap, &At::field("prompt"), message);
        }
        covered = covered.max(end_ms);
    }
    let duration = request.integer("duration").unwrap_or_default();
    let end = u64::try_from(duration).unwrap_or_default().saturating_mul(1000);
    for shot in shots.iter().filter(|shot| end > 0 && shot.end_ms > end) {
        let message = message!(
            "shot {} ends at {} s; the video ends at {} s\nraise duration, or shorten the shots",
            shot.number,
            Arg::Seconds(shot.end_ms),
            duration
        );
        report.warning(Code::ShotPastEnd, &At::field("prompt"), message);
    }
}
