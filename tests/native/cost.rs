//! What cannot be reckoned with is refused by name: absurd numbers, and price tables that say what nothing would use.

use wanreel::issue::{Found, Issue, Step};
use wanreel::pricing::cost::{self, Table};
use wanreel::tape::Node;
use wanreel::words::{Beside, english};

use crate::support::{node, parsed};

const TEXT: &str = r#"{"model":"wan2.7-text-to-video","prompt":"a lake"}"#;
const CLIP: &str =
    r#"{"model":"wan2.7-video-edit","prompt":"a lake","video_urls":["https://cdn.example.com/a.mp4"]}"#;

/// Path, code and words of a finding.
type Told = (String, &'static str, String);

fn told(found: &Found, value: Node<'_>, options: Node<'_>) -> Vec<Told> {
    let found = english(found, value, Beside::options(options));
    let step = |step: &Step| match step {
        Step::Name(name) => name.clone(),
        Step::Index(index) => index.to_string(),
    };
    let path = |issue: &Issue| issue.path.iter().map(step).collect::<Vec<_>>().join("/");
    let words = |issue: &Issue| format!("{}; {}", issue.message, issue.hint.as_deref().unwrap_or_default());
    found.issues.iter().map(|issue| (path(issue), issue.code.name(), words(issue))).collect()
}

/// The one finding about a table.
fn table(text: &str) -> Told {
    let options = node(&format!("{{\"prices\":{text}}}"));
    let mut told = told(&Table::read(options.get("prices")).unwrap_err(), Node::Null, options);
    assert_eq!(told.len(), 1, "{told:?}");
    told.remove(0)
}

#[test]
fn an_entry_that_is_no_price_is_named() {
    for (found, shown) in [
        ("86000.5", "the number 86000.5"),
        ("-1", "the number -1"),
        (r#""86000""#, "the string \"86000\""),
        ("null", "null"),
        ("~NaN", "NaN"),
        ("~Infinity", "Infinity"),
        ("~-Infinity", "-Infinity"),
        ("{}", "an object"),
    ] {
        let own =
            format!(r#"{{"name":"mine","microUsdPerSecond":{{"wan2.7-text-to-video":{{"720p":{found}}}}}}}"#);
        let (path, is, words) = table(&own);
        assert_eq!(
            (path.as_str(), is),
            ("prices/microUsdPerSecond/wan2.7-text-to-video/720p", "invalid_value"),
            "{words}"
        );
        let place = "prices.microUsdPerSecond.wan2.7-text-to-video.720p";
        for part in [place, shown, "whole micro-dollars, 0 or more"] {
            assert!(words.contains(part), "{words}");
        }
    }
    for found in ["-0.5", r#""5""#, "null", "~Infinity"] {
        let own = format!(
            r#"{{"name":"mine","microUsdPerSecond":{{}},"inputSecondsCap":{{"wan2.7-video-edit":{found}}}}}"#
        );
        let (path, is, words) = table(&own);
        assert_eq!((path.as_str(), is), ("prices/inputSecondsCap/wan2.7-video-edit", "invalid_value"));
        assert!(words.contains("a number of seconds, 0 or more"), "{words}");
    }
}

#[test]
fn a_name_that_nothing_would_use_is_one_too() {
    for (own, path, near) in [
        (
            r#"{"name":"m","microUsdPerSecond":{"wan27-t2v":{}}}"#,
            "microUsdPerSecond/wan27-t2v",
            "wan2.7-text-to-video",
        ),
        (
            r#"{"name":"m","microUsdPerSecond":{"veo-3":{}}}"#,
            "microUsdPerSecond/veo-3",
            "wan2.5-image-to-video",
        ),
        (
            r#"{"name":"m","microUsdPerSecond":{"wan2.7-text-to-video":{"720":1}}}"#,
            "microUsdPerSecond/wan2.7-text-to-video/720",
            "720p",
        ),
        (r#"{"name":"m","microUsdPerSecond":{},"inputSecondCap":{}}"#, "inputSecondCap", "inputSecondsCap"),
        (
            r#"{"name":"m","microUsdPerSecond":{},"inputSecondsCap":{"wan2.7-video-edits":1}}"#,
            "inputSecondsCap/wan2.7-video-edits",
            "wan2.7-video-edit",
        ),
    ] {
        let (found, code, words) = table(own);
        assert_eq!((found, code), (format!("prices/{path}"), "invalid_value"));
        assert!(words.contains(near), "{words}");
    }
    for own in [
        r#"{"name":"m","microUsdPerSecond":[]}"#,
        r#"{"name":"m","microUsdPerSecond":{"wan2.7-video-edit":5}}"#,
    ] {
        assert!(table(own).2.contains("must be an object"));
    }
    for own in [r#"{"name":"m"}"#, "{}", "5", r#"{"microUsdPerSecond":{}}"#] {
        assert_eq!(table(own).0, "prices", "{own}");
    }
}

#[test]
fn what_is_undefined_is_left_out() {
    let own = r#"{"name":"m","microUsdPerSecond":{"wan2.7-text-to-video":{"720p":~undefined,"1080p":0}},"inputSecondsCap":~undefined}"#;
    assert!(Table::read(parsed(own)).is_ok());
}

fn budget(plan: &str) -> Vec<Told> {
    let plan = node(plan);
    told(&cost::budget(plan).unwrap_err(), plan, plan)
}

fn places(issues: &[Told]) -> Vec<&str> {
    issues.iter().map(|(path, ..)| path.as_str()).collect()
}

#[test]
fn a_plan_past_what_a_number_holds_is_refused() {
    for (plan, names) in [
        (r#"{"clipsPerDay":1e300,"averageSeconds":1e300}"#, vec!["clipsPerDay", "averageSeconds"]),
        (r#"{"clipsPerDay":1e300,"averageSeconds":0.001,"days":0.001}"#, vec!["clipsPerDay"]),
        (r#"{"clipsPerDay":1e12,"averageSeconds":8}"#, vec!["clipsPerDay"]),
        (r#"{"clipsPerDay":8,"averageSeconds":5e10,"days":1e5}"#, vec!["averageSeconds"]),
        (r#"{"clipsPerDay":1e6,"averageSeconds":1e6,"days":1e9}"#, vec!["days"]),
        (
            r#"{"clipsPerDay":1,"averageSeconds":8,"prices":{"name":"m","microUsdPerSecond":{"wan2.7-text-to-video":{"720p":1e15}}}}"#,
            vec!["prices"],
        ),
    ] {
        let found = budget(plan);
        assert_eq!(places(&found), names, "{plan} {found:?}");
        assert!(found.iter().all(|(_, _, words)| words.contains("9007199254")), "{found:?}");
    }
    assert_eq!(budget(r#"{"clipsPerDay":-1,"averageSeconds":1}"#)[0].1, "out_of_range");
    assert_eq!(budget(r#"{"clipsPerDay":"1","averageSeconds":1}"#)[0].1, "wrong_type");
    assert_eq!(places(&budget("{}")), ["clipsPerDay", "averageSeconds"]);
    let most = r#"{"clipsPerDay":104734875055,"averageSeconds":1,"days":1}"#;
    assert_eq!(cost::budget(node(most)), Ok(9_007_199_254_730_000));
    assert_eq!(places(&budget(&most.replace("055,", "056,"))), ["clipsPerDay"]);
}

#[test]
fn a_cost_past_it_is_refused_too() {
    for (request, options, name) in [
        (CLIP, r#"{"inputSeconds":1e300}"#, "inputSeconds"),
        (CLIP, r#"{"inputSeconds":1e300,"prices":"list-2026-10"}"#, "inputSeconds"),
        (CLIP, r#"{"inputSeconds":9e12,"inputs":{}}"#, "inputSeconds"),
        (
            TEXT,
            r#"{"prices":{"name":"m","microUsdPerSecond":{"wan2.7-text-to-video":{"720p":1e300}}}}"#,
            "prices",
        ),
    ] {
        let (request, options) = (node(request), node(options));
        let found = told(&cost::estimate(request, options).unwrap_err(), request, options);
        assert_eq!(places(&found), [name], "{found:?}");
        assert!(found[0].2.contains("9007199254"), "{found:?}");
        assert!(cost::compare(request, options).is_err());
    }
}
