//! The same documents read by the crate and by the oracle; every answer of the one held against that of the other.

use wanreel::pricing::cost as new_cost;
use wanreel::request as new;
use wanreel::tape::Document;
use wanreel::words::{Beside, english};
use wanreel_oracle::json::Value;
use wanreel_oracle::pricing::cost as old_cost;
use wanreel_oracle::request as old;

/// What two crates say of a pair of documents, as text, so that their types need not be the same.
struct Answers(Vec<(&'static str, String)>);

/// `$value` and `$options` as the crate takes them; `$text` for the values it answers, `$body` for the requests, `$words` for
/// what was found.
macro_rules! answers {
    ($krate:ident, $request:ident, $cost:ident, $value:expr, $options:expr, $text:expr, $body:expr, $words:expr) => {{
        let mut out = Answers(Vec::new());
        let mut say = |what: &'static str, answer: String| out.0.push((what, answer));
        {
            let (value, options) = ($value, $options);
            let inputs = options.get("inputs");
            for (what, lenient, inputs) in
                [("strict", false, None), ("lenient", true, None), ("with facts", false, inputs)]
            {
                let found = $request::validate(value, $request::Options { lenient, inputs });
                say(what, format!("valid: {}, {found:#?}", found.is_valid()));
            }
            say("fingerprint of the value", $krate::fingerprint::of_value(value));
            if let Some(request) = $request::Request::of(value) {
                say("body", request.body());
                say("canonical", request.canonical());
                say("mode", request.mode().to_owned());
                say("output", format!("{:?}", request.output()));
                say("fingerprint", $krate::fingerprint::of(&request));
                for target in $krate::fallback::chain(request.model) {
                    let expressed = $krate::fallback::express(&request, target);
                    let expressed = expressed.map(|(value, losses)| ($text(value), losses));
                    say("expressed", format!("{}: {expressed:?}", target.id));
                }
            }
            say(
                "cost",
                format!(
                    "{:#?}",
                    $cost::estimate(value, options).map_err(|found| $words(found, value, options))
                ),
            );
            say(
                "comparison",
                format!(
                    "{:#?}",
                    $cost::compare(value, options).map_err(|found| $words(found, value, options))
                ),
            );
            say(
                "budget",
                format!("{:#?}", $cost::budget(options).map_err(|found| $words(found, value, options))),
            );
            let migrated = $krate::migrate::migrate(value).map(|(value, changes)| {
                let changes = changes.into_iter().map(|change| {
                    let (from, to) = (change.from.map($text), change.to.map($text));
                    format!("{:?} {:?} {from:?} {to:?} {}", change.path, change.kind, change.reason)
                });
                let changes = changes.collect::<Vec<_>>();
                ($body(value), changes)
            });
            let migrated = migrated.map_err(|found| $words(found, value, options));
            say("migration", format!("{migrated:#?}"));
        }
        out
    }};
}

fn old_answers(text: &str, beside: &str) -> Option<Answers> {
    let (value, options) = (Value::parse(text)?, Value::parse(beside)?);
    let written = |value: Value<'_>| {
        let mut text = String::new();
        value.write(&mut text);
        text
    };
    let body = |value: Value<'_>| {
        let body = old::Request::of(&value).map(|request| request.body());
        body.unwrap_or_else(|| written(value))
    };
    Some(answers!(wanreel_oracle, old, old_cost, &value, &options, written, body, |found, _, _| found))
}

fn new_answers(text: &str, beside: &str) -> Option<Answers> {
    let (document, options) = (Document::parse(text)?, Document::parse(beside)?);
    let (value, options) = (document.tape(), options.tape());
    // Without its marks.
    let written = |text: String| {
        let mut out = String::new();
        Document::parse(&text).unwrap().tape().root().write(&mut out);
        out
    };
    let body = |text: String| text;
    let words = |found, value, options| english(&found, value, Beside::options(options));
    Some(answers!(wanreel, new, new_cost, value.root(), options.root(), written, body, words))
}

/// The first answer that is another, where there is one.
pub fn first(text: &str, beside: &str) -> Option<String> {
    let (old, new) = match (old_answers(text, beside), new_answers(text, beside)) {
        (None, None) => return None,
        (Some(old), Some(new)) if old.0.len() == new.0.len() => (old, new),
        _ => return Some(format!("one of them reads it and the other does not: {text}")),
    };
    let differs = old.0.iter().zip(&new.0).find(|(old, new)| old != new);
    differs.map(|((what, old), (_, new))| format!("{what} of {text}\nbeside {beside}\nwas {old}\nis  {new}"))
}
