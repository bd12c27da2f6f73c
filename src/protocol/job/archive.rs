//! The video's way into the bucket. It does not hold the money, and where it cannot succeed the job keeps the link.
//!
//! ```text
//!  completed ─▶ under way ─┬─ archived ───────────────────────────────▶ done
//!                 ▲        ├─ its host or the bucket fails ─▶ later ──┐
//!                 └────────┼──────────────────────────────────────────┘ until the link ends
//!                          └─ expired, or no video three times ───────▶ done, with the link alone
//! ```

use serde::{Deserialize, Serialize};

use super::effect::{Effect, Plan};
use super::engine::Step;
use super::event::{ArchiveTrouble, Event};
use super::queue::trouble;
use super::state::{Flight, State};
use super::{money, poll, price, queue};
use crate::catalog::RESULT_TTL_SECONDS;

/// How long one attempt may go without a word.
const ATTEMPT_MS: i64 = 600_000;
/// First pause after a failure, doubling to the longest.
const PAUSE_MS: i64 = 10_000;
const LONGEST_MS: i64 = 900_000;
/// How often what is answered may be no video: something between may have answered in its place.
const STRANGE: u32 = 3;
const DAY_MS: i64 = RESULT_TTL_SECONDS as i64 * 1000;

/// An upload in parts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct UploadState {
    /// The bucket's name for it.
    pub upload_id: String,
    /// How long each part is but the last, in bytes.
    pub part_bytes: u64,
    /// Bytes in all, where known.
    pub whole: Option<u64>,
    /// What `If-Range` is to hold.
    pub validator: Option<String>,
    /// The media type of the file.
    pub media_type: Option<String>,
    /// The bucket's tags of the parts that are there, in order from part 1: the next begins at their number times
    /// `partBytes`.
    pub tags: Vec<String>,
}

/// How far the video is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Archive {
    /// Attempts so far.
    pub attempt: u32,
    /// How often what was answered was no video.
    pub strange: u32,
    /// When the next is due.
    pub due_at: i64,
    /// The attempt under way.
    pub flight: Option<Flight>,
    /// The upload that was begun.
    pub upload: Option<UploadState>,
    /// The object's key, once it is there.
    pub key: String,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256, 64 hex digits.
    pub sha256: Option<String>,
    /// Its media type.
    pub media_type: Option<String>,
    /// The video's length in milliseconds, by its header.
    pub length_ms: Option<i64>,
}

/// The task is completed: its money is spent, its place is free, its video is fetched.
pub fn begin(step: &mut Step<'_>) {
    let spent = poll::spent(step);
    step.reach(State::Archiving);
    let ms = step.job.submitting.first_at.map(|at| step.context.now - at);
    step.log("completed", ms, None);
    step.job.archive = Archive { due_at: step.context.now, ..Archive::default() };
    money::close(step, spent);
    queue::release(step);
}

fn key(step: &Step<'_>) -> String {
    format!("videos/{}/{}", step.job.job, step.job.run)
}

/// Begins, or goes on, where that is due.
pub fn wants(step: &mut Step<'_>) {
    let context = step.context;
    let archive = &step.job.archive;
    let busy = context.is_flying(archive.flight.as_ref());
    if step.job.state != State::Archiving
        || busy
        || (archive.flight.is_none() && archive.due_at > context.now)
    {
        return;
    }
    let key = key(step);
    let run = step.job.run;
    let (archive, task) = (&mut step.job.archive, step.job.task.as_ref());
    archive.attempt = archive.attempt.saturating_add(1);
    archive.flight = Some(context.flight(ATTEMPT_MS));
    let plan = Plan {
        run,
        key,
        url: task.and_then(|task| task.results.first().cloned()).unwrap_or_default(),
        task_id: task.map(|task| task.id.clone()).unwrap_or_default(),
        created_at: task.and_then(|task| task.created_at),
        completed_at: task.and_then(|task| task.completed_at),
        attempt: archive.attempt,
        upload: archive.upload.clone(),
    };
    step.effects.push(Effect::Archive(Box::new(plan)));
}

/// When it must be woken.
pub fn wakes(step: &Step<'_>) -> Option<i64> {
    let archive = &step.job.archive;
    (step.job.state == State::Archiving).then(|| step.context.wake(archive.due_at, archive.flight.as_ref()))
}

/// What became of it.
pub fn told(step: &mut Step<'_>, run: i64, event: &Event) {
    if run != step.job.run || step.job.state != State::Archiving {
        return;
    }
    let context = step.context;
    let archive = &mut step.job.archive;
    match event {
        Event::UploadBegun { upload_id, part_bytes, whole, validator, media_type, .. } => {
            archive.flight = Some(context.flight(ATTEMPT_MS));
            archive.upload = Some(UploadState {
                upload_id: upload_id.clone(),
                part_bytes: *part_bytes,
                whole: *whole,
                validator: validator.clone(),
                media_type: media_type.clone(),
                tags: Vec::new(),
            });
        }
        Event::Part { number, tag, .. } => {
            archive.flight = Some(context.flight(ATTEMPT_MS));
            if let Some(upload) = &mut archive.upload
                && upload.tags.len() + 1 == *number as usize
            {
                upload.tags.push(tag.clone());
            }
        }
        Event::Archived { bytes, sha256, media_type, seconds, .. } => {
            archive.bytes = *bytes;
            archive.sha256.clone_from(sha256);
            archive.media_type.clone_from(media_type);
            archive.length_ms = seconds.map(|seconds| (seconds * 1000.0) as i64);
            (archive.flight, archive.upload) = (None, None);
            step.job.archive.key = key(step);
            done(step, *seconds);
        }
        Event::ArchiveFailed { why, .. } => failed(step, *why),
        _ => {}
    }
}

fn failed(step: &mut Step<'_>, why: ArchiveTrouble) {
    let now = step.context.now;
    let archive = &mut step.job.archive;
    archive.flight = None;
    if matches!(why, ArchiveTrouble::Changed | ArchiveTrouble::NoUpload) {
        archive.upload = None;
    }
    if why == ArchiveTrouble::NotVideo {
        archive.strange += 1;
    }
    let pause = (PAUSE_MS << archive.attempt.saturating_sub(1).min(10)).min(LONGEST_MS);
    archive.due_at = now + step.context.jittered(pause);
    let ends =
        step.job.task.as_ref().and_then(|task| task.expires_at.or(task.completed_at.map(|at| at + DAY_MS)));
    let hopeless = why == ArchiveTrouble::Expired
        || step.job.archive.strange >= STRANGE
        || ends.is_some_and(|ends| step.job.archive.due_at >= ends);
    if !hopeless {
        return;
    }
    let (code, text) = match why {
        ArchiveTrouble::Expired => ("result_expired", "the link to the video ended before it could be kept"),
        ArchiveTrouble::NotVideo => ("not_a_video", "what the link answers is no video"),
        ArchiveTrouble::Storage | ArchiveTrouble::NoUpload => {
            ("archive_failed", "the bucket could not keep the video")
        }
        _ => ("archive_failed", "the video could not be fetched from its host"),
    };
    step.job.trouble = Some(trouble(code, text, "fetch the video by its link while that lives"));
    if let Some(upload) = step.job.archive.upload.take() {
        let key = key(step);
        step.effects.push(Effect::AbortUpload { key, upload_id: upload.upload_id });
    }
    step.log("archive_failed", None, Some(code.to_owned()));
    done(step, None);
}

fn done(step: &mut Step<'_>, seconds: Option<f64>) {
    let body = poll::body(step);
    let spent = match seconds {
        Some(_) if step.job.money.ceiling => price::of(&step.job, &body, seconds, step.context.settings),
        _ => step.job.money.spent.unwrap_or(step.job.money.micro_usd),
    };
    step.end(State::Done, spent);
}
