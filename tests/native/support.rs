//! What the tests of machines share.

use wanreel::protocol::{Answer, Event};
use wanreel::tape::{Document, Node, Tape};

/// How many cases a random test runs, where `usual` take a second or so.
pub fn cases(usual: u32) -> u32 {
    let times = std::env::var("WANREEL_TEST_CASES").ok().and_then(|times| times.parse().ok());
    usual.saturating_mul(times.unwrap_or(1))
}

/// proptest with that many cases, nothing kept on disk.
pub fn config(usual: u32) -> proptest::test_runner::Config {
    proptest::test_runner::Config { cases: cases(usual), failure_persistence: None, ..Default::default() }
}

/// A document to read. It is kept until the tests end, so that none has to hold it.
pub fn parsed(text: &str) -> Option<Node<'static>> {
    let document: &'static _ = Box::leak(Box::new(Document::parse(text.to_owned().leak())?));
    Some(Box::leak(Box::new(document.tape())).root())
}

/// The same of one that can be read.
pub fn node(text: &str) -> Node<'static> {
    parsed(text).unwrap()
}

/// Hands an answer to a machine's step; a body that is no JSON counts as none.
pub fn answer<R>(
    status: u16,
    body: &str,
    retry_after_ms: Option<f64>,
    step: impl FnOnce(Event<'_>) -> R,
) -> R {
    let body = Document::parse(body);
    let tape = body.as_ref().map(Document::tape);
    let body = tape.as_ref().map(Tape::root);
    step(Event::Answer(Answer { status, body, retry_after_ms }))
}

/// An error in the API's own envelope.
pub fn envelope(code: &str) -> String {
    format!(r#"{{"error":{{"code":"{code}","message":"no","type":"t"}}}}"#)
}

/// A task's answer.
pub fn task(status: &str, progress: u8) -> String {
    format!(r#"{{"id":"task-unified-1-a","status":"{status}","progress":{progress}}}"#)
}
