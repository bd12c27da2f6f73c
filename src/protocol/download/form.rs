//! The stored form of a download.

use super::{Download, Pending};
use crate::protocol::stored::{Fields, Stored};

/// Kinds of video by their places in the list; the first stands for none.
const KINDS: [Option<&str>; 4] = [None, Some("video/mp4"), Some("video/webm"), Some("video/quicktime")];

impl Stored for Download {
    const NAME: &'static str = "download";
    const VERSION: u32 = 1;

    fn fields(&mut self, fields: &mut dyn Fields, _now: f64) {
        self.retry.fields(fields);
        fields.number("readMs", &mut self.read_ms);
        fields.maybe("createdMs", &mut self.times.created);
        fields.maybe("completedMs", &mut self.times.completed);
        self.pending.fields(fields);
        fields.count("attempt", &mut self.attempt);
        fields.count("refused", &mut self.refused);
        fields.flag("renewed", &mut self.renewed);
        let mut status = u32::from(self.status);
        fields.count("status", &mut status);
        self.status = u16::try_from(status).unwrap_or_default();
        fields.text("declared", &mut self.declared);
        let mut kind = KINDS.iter().position(|kind| *kind == self.kind).unwrap_or_default() as u32;
        fields.count("kind", &mut kind);
        self.kind = KINDS.get(kind as usize).copied().flatten();
        fields.bytes("received", &mut self.received);
        fields.bytes("before", &mut self.before);
        let mut whole = self.whole.map(|whole| whole as f64);
        fields.maybe("whole", &mut whole);
        self.whole = whole.map(|whole| whole as u64);
        let mut validator = self.validator.take().unwrap_or_default();
        fields.text("validator", &mut validator);
        self.validator = (!validator.is_empty()).then_some(validator);
        self.mp4_boxes.fields(fields);
    }

    fn is_over(&self) -> bool {
        self.pending == Pending::Nothing
    }
}

impl Pending {
    fn fields(&mut self, fields: &mut dyn Fields) {
        let (name, mut left) = match *self {
            Pending::Start => ("start", None),
            Pending::Answer => ("answer", None),
            Pending::Sleep(ms) => ("sleep", Some(ms)),
            Pending::Renewal => ("renewal", None),
            Pending::Decision => ("decision", None),
            Pending::Nothing => ("nothing", None),
        };
        let mut name = name.to_owned();
        fields.text("pending", &mut name);
        fields.pause("asleepMs", &mut left);
        *self = match name.as_str() {
            "start" => Pending::Start,
            "sleep" => Pending::Sleep(left.unwrap_or_default()),
            "renewal" => Pending::Renewal,
            "decision" => Pending::Decision,
            "nothing" => Pending::Nothing,
            // What a later version may wait for: asked for again.
            _ => Pending::Answer,
        };
    }
}
