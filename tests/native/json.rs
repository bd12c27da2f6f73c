//! The reader held against `serde_json`.

use proptest::prelude::*;
use serde_json::Value as Json;
use wanreel::json::{MAX_DEPTH, Value, write_text};
use wanreel::tape::Document;

use crate::support::config;

/// `value` as `serde_json` has it; `None` where it holds what JSON cannot.
fn plain(value: &Value<'_>) -> Option<Json> {
    Some(match value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        Value::Number(text) => serde_json::from_str(text).ok()?,
        Value::Text(text) => Json::from(text.as_ref()),
        Value::BrokenText(_) | Value::Foreign(_) => return None,
        Value::Array(items) => items.iter().map(plain).collect::<Option<Vec<_>>>()?.into(),
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| Some((name.to_string(), plain(value)?)));
            Json::Object(fields.collect::<Option<_>>()?)
        }
    })
}

fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        any::<String>().prop_map(Json::from),
    ];
    leaf.prop_recursive(5, 60, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Json::from),
            prop::collection::hash_map(any::<String>(), inner, 0..6)
                .prop_map(|fields| Json::Object(fields.into_iter().collect())),
        ]
    })
}

/// Pieces of JSON in any order: most are wrong, and wrong in places that count.
fn soup() -> impl Strategy<Value = String> {
    let pieces = vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"a\"",
        "\"\"",
        "\"\\n\\\"\"",
        "\"\\u0041\"",
        "\"\\ud83d\\ude00\"",
        "\"\\x\"",
        "\"",
        "\\",
        "0",
        "-0",
        "-",
        "01",
        "1",
        "12",
        "1.5",
        "1.",
        ".5",
        "1e5",
        "1E+5",
        "1e",
        "1e-2",
        "true",
        "false",
        "null",
        "nul",
        " ",
        "\n",
        "\t",
        "\u{b}",
        "\u{1}",
        "é",
        "\u{feff}",
        "/**/",
        "'a'",
        "NaN",
    ];
    prop::collection::vec(prop::sample::select(pieces), 0..9).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(config(1_000))]

    #[test]
    fn reads_what_serde_json_writes(json in any_json()) {
        for text in [json.to_string(), serde_json::to_string_pretty(&json).unwrap()] {
            let value = Value::parse(&text).unwrap();
            let back: Json = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(plain(&value), Some(back));
        }
    }

    #[test]
    fn writes_what_serde_json_reads(json in any_json()) {
        let text = json.to_string();
        let mut out = String::new();
        Value::parse(&text).unwrap().write(&mut out);
        prop_assert_eq!(out, text);
    }

    #[test]
    fn escapes_as_json_stringify_does(text: String, control in "[\u{0}-\u{20}\"\\\\\u{7f}\u{2028}a]{0,6}") {
        for text in [text, control] {
            let mut out = String::new();
            write_text(&mut out, &text);
            prop_assert_eq!(out, serde_json::to_string(&text).unwrap());
        }
    }

    /// Every UTF-16 string comes through: whole pairs as characters, halves as broken text.
    #[test]
    fn escapes_of_any_code_units(units in prop::collection::vec(prop_oneof![any::<u16>(), 0xD7F0_u16..0xE010], 0..8)) {
        let text = units.iter().fold(String::new(), |out, unit| format!("{out}\\u{unit:04x}"));
        let document = format!("\"{text}\"");
        let expected = String::from_utf16_lossy(&units);
        match (Value::parse(&document).unwrap(), String::from_utf16(&units)) {
            (Value::Text(text), Ok(whole)) => prop_assert_eq!(text.as_ref(), whole),
            (Value::BrokenText(text), Err(_)) => prop_assert_eq!(text, expected),
            other => prop_assert!(false, "{:?}", other),
        }
    }
}

proptest! {
    #![proptest_config(config(5_000))]

    #[test]
    fn takes_what_serde_json_takes(text in soup()) {
        let ours = Value::parse(&text);
        let theirs: Result<Json, _> = serde_json::from_str(&text);
        // A float cannot hold it; a number as it is written can.
        prop_assume!(!theirs.as_ref().is_err_and(|error| error.to_string().contains("out of range")));
        prop_assert_eq!(ours.is_some(), theirs.is_ok(), "{:?}", text);
        if let (Some(ours), Ok(theirs)) = (ours, theirs) {
            prop_assert_eq!(plain(&ours), Some(theirs));
        }
    }

    /// Exact where a float would not be.
    #[test]
    fn numbers_as_integers_and_scaled(
        minus: bool,
        before in prop_oneof![Just("0".to_owned()), "[1-9][0-9]{0,24}"],
        after in prop::option::of("[0-9]{1,12}"),
        exponent in prop::option::of(-30_i64..30),
        capital: bool,
        plus: bool,
        shift in 0_i64..7,
    ) {
        let mut text = format!("{}{before}", if minus { "-" } else { "" });
        if let Some(after) = &after {
            text = format!("{text}.{after}");
        }
        if let Some(exponent) = exponent {
            let sign = if plus && exponent >= 0 { "+" } else { "" };
            text = format!("{text}{}{sign}{exponent}", if capital { 'E' } else { 'e' });
        }
        let value = Value::parse(&text).unwrap();
        let after = after.unwrap_or_default();
        let point = before.len() as i64 + exponent.unwrap_or(0);
        let (whole, rest) = parted(&before, &after, point);
        let integer = rest.bytes().all(|digit| digit == b'0').then(|| signed(whole, minus));
        prop_assert_eq!(value.as_integer(), integer, "{}", text);
        let (whole, rest) = parted(&before, &after, point + shift);
        let up = i64::from(rest.as_bytes().first().is_some_and(|digit| *digit >= b'5'));
        let scaled = signed(whole, minus).saturating_add(if minus { -up } else { up });
        prop_assert_eq!(value.as_scaled(shift), Some(scaled), "{} by {}", text, shift);
    }
}

/// The digits before and behind the point, the first as a number.
fn parted(before: &str, after: &str, point: i64) -> (i64, String) {
    let digits = format!("{before}{after}");
    if point < 0 {
        return (0, format!("{}{digits}", "0".repeat(point.unsigned_abs() as usize)));
    }
    let padded = format!("{digits:0<width$}", width = point as usize);
    let (whole, rest) = padded.split_at(point as usize);
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { 0 } else { whole.parse().unwrap_or(i64::MAX) };
    (whole, rest.to_owned())
}

fn signed(whole: i64, minus: bool) -> i64 {
    if minus { -whole } else { whole }
}

#[test]
fn integers() {
    for (text, integer) in [
        ("5", Some(5)),
        ("5.0", Some(5)),
        ("5e0", Some(5)),
        ("0.5e1", Some(5)),
        ("50e-1", Some(5)),
        ("5.5", None),
        ("1e-1", None),
        ("-0", Some(0)),
        ("0e999999999999", Some(0)),
        ("1e999999999999", Some(i64::MAX)),
        ("-1e999999999999", Some(-i64::MAX)),
        ("1e-999999999999", None),
        ("9223372036854775807", Some(i64::MAX)),
        ("9223372036854775808", Some(i64::MAX)),
    ] {
        assert_eq!(Value::parse(text).unwrap().as_integer(), integer, "{text}");
    }
    assert_eq!(Value::parse("0.0005").unwrap().as_scaled(3), Some(1), "half away from zero");
    assert_eq!(Value::parse("-0.0005").unwrap().as_scaled(3), Some(-1));
    assert_eq!(Value::parse("4.2").unwrap().as_scaled(3), Some(4200));
    assert_eq!(Value::parse("\"5\"").unwrap().as_integer(), None);
}

#[test]
fn depth_is_bounded() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(Value::parse(&nested(MAX_DEPTH + 1)).is_some());
    assert!(Value::parse(&nested(MAX_DEPTH + 2)).is_none());
    assert!(Value::parse(&"[".repeat(1_000_000)).is_none());
    assert!(Value::parse(&"{\"a\":".repeat(1_000_000)).is_none());
}

#[test]
fn a_repeated_name_counts_with_its_last_value() {
    let value = Value::parse(r#"{"a":1,"a":2}"#).unwrap();
    assert_eq!(value.get("a"), Some(&Value::Number("2")));
}

#[test]
fn foreign_values_stand_by_name() {
    assert_eq!(Value::parse("~-Infinity"), Some(Value::Foreign("-Infinity")));
    let value = Value::parse("[~NaN,~undefined,~function]").unwrap();
    assert_eq!(
        value.items().unwrap(),
        [Value::Foreign("NaN"), Value::Foreign("undefined"), Value::Foreign("function")]
    );
    let mut out = String::new();
    value.write(&mut out);
    assert_eq!(out, "[null,null,null]");
    assert!(Value::parse("~").is_some_and(|value| value == Value::Foreign("")));
}

/// What is written with marks is the same value when it is read again.
#[test]
fn marks_are_read_again() {
    for text in [
        "~undefined",
        "[~NaN,~-Infinity,{\"a\":~function}]",
        r#""half \ud83d of one""#,
        r#""\udc00\ud800 \ufffd \n""#,
        r#"{"\ud800":["\ud800x",1e400,null,true]}"#,
    ] {
        let mut written = String::new();
        Document::parse(text).unwrap().tape().root().write_marked(&mut written);
        assert_eq!(Value::parse(&written), Value::parse(text), "{written}");
    }
}
