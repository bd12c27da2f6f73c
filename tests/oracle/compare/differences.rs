//! The same documents read by the crate and by the oracle; every answer of the one held against that of the other.

use wanreel::pricing::cost as new_cost;
use wanreel::request as new;
use wanreel_oracle::pricing::cost as old_cost;
use wanreel_oracle::request as old;

/// What two crates say of a pair of documents, as text, so that their types need not be the same.
struct Answers(Vec<(&'static str, String)>);

macro_rules! answers {
    ($krate:ident, $parse:path, $request:ident, $cost:ident, $text:expr, $beside:expr) => {{
        let mut out = Answers(Vec::new());
        let mut say = |what: &'static str, answer: String| out.0.push((what, answer));
        if let (Some(value), Some(options)) = ($parse($text), $parse($beside)) {
            let inputs = options.get("inputs");
            for (what, lenient, inputs) in
                [("strict", false, None), ("lenient", true, None), ("with facts", false, inputs)]
            {
                let found = $request::validate(&value, $request::Options { lenient, inputs });
                say(what, format!("valid: {}, {found:#?}", found.is_valid()));
            }
            say("fingerprint of the value", $krate::fingerprint::of_value(&value));
            if let Some(request) = $request::Request::of(&value) {
                say("body", request.body());
                say("canonical", request.canonical());
                say("mode", request.mode().to_owned());
                say("output", format!("{:?}", request.output()));
                say("fingerprint", $krate::fingerprint::of(&request));
                for target in $krate::fallback::chain(request.model) {
                    let expressed = $krate::fallback::express(&request, target);
                    let expressed = expressed.map(|(value, losses)| {
                        let mut text = String::new();
                        value.write(&mut text);
                        (text, losses)
                    });
                    say("expressed", format!("{}: {expressed:?}", target.id));
                }
            }
            say("cost", format!("{:#?}", $cost::estimate(&value, &options)));
            say("comparison", format!("{:#?}", $cost::compare(&value, &options)));
            say("budget", format!("{:#?}", $cost::budget(&options)));
            let migrated = $krate::migrate::migrate(&value).map(|(value, changes)| {
                let mut text = String::new();
                value.write(&mut text);
                let changes = changes.iter().map(|change| {
                    let (mut from, mut to) = (String::new(), String::new());
                    change.from.iter().for_each(|value| value.write(&mut from));
                    change.to.iter().for_each(|value| value.write(&mut to));
                    format!("{:?} {:?} {from} {to} {}", change.path, change.kind, change.reason)
                });
                (text, changes.collect::<Vec<_>>())
            });
            say("migration", format!("{migrated:#?}"));
        }
        out
    }};
}

/// The first answer that is another, where there is one.
pub fn first(text: &str, beside: &str) -> Option<String> {
    let old = answers!(wanreel_oracle, wanreel_oracle::json::Value::parse, old, old_cost, text, beside);
    let new = answers!(wanreel, wanreel::json::Value::parse, new, new_cost, text, beside);
    if old.0.len() != new.0.len() {
        return Some(format!("one of them reads it and the other does not: {text}"));
    }
    let differs = old.0.iter().zip(&new.0).find(|(old, new)| old != new);
    differs.map(|((what, old), (_, new))| format!("{what} of {text}\nbeside {beside}\nwas {old}\nis  {new}"))
}
