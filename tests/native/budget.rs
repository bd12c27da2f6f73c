//! Limits hold for what can be priced, and for what cannot.

use wanreel::pricing::budget::{Call, Limits, Refusal};
use wanreel::pricing::cost::Table;
use wanreel::protocol::counters::{self, Charge};
use wanreel::tape::Node;

use crate::support::node;

fn limits(text: &str) -> Result<Limits, String> {
    Limits::read(node(text))
}

/// What a budget says to the first request, by itself or as the first of its sums.
fn reserve(budget: &str, request: &str) -> Result<(), Refusal> {
    let table = Table::read(None).unwrap();
    let call = Call::of(node(request), Node::Null, &table, "", "");
    let limits = limits(budget).unwrap();
    limits.check(&call)?;
    let charges = reserve_charges(&limits, &call);
    // What is of no known model is counted nowhere.
    assert_eq!(charges.is_empty(), call.model.is_empty());
    let over = charges.iter().find(|charge| charge.most.is_some_and(|most| charge.amount > most as i64));
    over.map_or(Ok(()), |charge| {
        Err(Refusal::Money { limit: charge.limit, remaining: charge.most.unwrap_or_default() })
    })
}

fn reserve_charges(limits: &Limits, call: &Call<'_>) -> Vec<Charge> {
    counters::reserve(limits, call, "s", "key:1000~a", 1000).map(|(_, charges)| charges).unwrap_or_default()
}

const MONEY: [&str; 4] =
    ["perCallMicroUsd", "perUserDayMicroUsd", "referenceVideoDayMicroUsd", "totalMicroUsd"];
const CLIPS: &str = r#""video_urls":["https://cdn.example.com/a.mp4"]"#;

/// Requests that get here unchecked (`validate: "off"`), and whose price nothing tells.
fn unpriced() -> Vec<String> {
    [
        r#"{"model":"wan3-reference-video"}"#,
        r#"{"model":7}"#,
        "{}",
        "null",
        r#"{"model":"wan2.7-reference-video","duration":"600"}"#,
        r#"{"model":"wan2.7-reference-video","duration":7.5}"#,
        r#"{"model":"wan2.7-reference-video","duration":0}"#,
        r#"{"model":"wan2.7-reference-video","duration":-600}"#,
        r#"{"model":"wan2.7-reference-video","duration":null}"#,
        r#"{"model":"wan2.7-reference-video","quality":"4k"}"#,
        r#"{"model":"wan2.7-reference-video","quality":1080}"#,
        r#"{"model":"wan2.7-reference-video","video_urls":"https://cdn.example.com/a.mp4"}"#,
    ]
    .map(str::to_owned)
    .into()
}

#[test]
fn what_cannot_be_priced_passes_no_sum() {
    for request in unpriced() {
        for limit in MONEY {
            let budget = format!(r#"{{"{limit}":1000000000}}"#);
            let refusal = Refusal::Money { limit, remaining: 1_000_000_000 };
            assert_eq!(reserve(&budget, &request), Err(refusal), "{request}");
        }
    }
}

#[test]
fn without_a_sum_it_passes_as_before() {
    for request in unpriced() {
        for budget in ["{}", r#"{"maxDuration":10,"maxQuality":"1080p"}"#, r#"{"totalMicroUsd":~Infinity}"#] {
            assert!(reserve(budget, &request).is_ok(), "{budget} {request}");
        }
    }
    let long = r#"{"model":"wan3","duration":60}"#;
    assert_eq!(reserve(r#"{"maxDuration":10}"#, long), Err(Refusal::Duration { allowed: 10 }));
    let fine = r#"{"model":"wan3","quality":"1080p"}"#;
    assert_eq!(reserve(r#"{"maxQuality":"720p"}"#, fine), Err(Refusal::Quality { allowed: "720p" }));
}

/// Past the API's own limits there is still a price.
#[test]
fn what_can_be_priced_is() {
    for (request, micro_usd) in [
        (r#"{"model":"wan2.7-text-to-video"}"#.to_owned(), 430_000),
        (r#"{"model":"wan2.7-text-to-video","duration":20}"#.to_owned(), 1_720_000),
        (r#"{"model":"wan2.7-text-to-video","quality":"1080p","duration":20}"#.to_owned(), 2_880_000),
        // At most 10 s go in and come out.
        (format!(r#"{{"model":"wan2.7-video-edit",{CLIPS}}}"#), 1_720_000),
    ] {
        assert!(reserve(&format!(r#"{{"totalMicroUsd":{micro_usd}}}"#), &request).is_ok(), "{request}");
        let refusal = Refusal::Money { limit: "totalMicroUsd", remaining: micro_usd - 1 };
        assert_eq!(reserve(&format!(r#"{{"totalMicroUsd":{}}}"#, micro_usd - 1), &request), Err(refusal));
    }
}

#[test]
fn infinity_is_no_limit_and_what_is_below_nothing_is_none_either() {
    assert_eq!(limits(r#"{"totalMicroUsd":~Infinity,"maxDuration":~Infinity}"#), Ok(Limits::default()));
    for name in MONEY.into_iter().chain(["maxDuration"]) {
        for value in ["~-Infinity", "-1", "~NaN", "1.5", "null", "\"5\""] {
            let message = limits(&format!(r#"{{"{name}":{value}}}"#)).unwrap_err();
            assert!(message.contains(name), "{message}");
        }
    }
}
