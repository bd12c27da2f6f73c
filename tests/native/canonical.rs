//! The same meaning, the same fingerprint; RFC 8785.

use proptest::prelude::*;
use serde_json::{Map, Value as Json, json};
use wanreel::catalog::{DefaultValue, Kind, MODELS, Model};
use wanreel::fingerprint;
use wanreel::request::Request;

use crate::support::{config, node};

fn fingerprint_of(json: &Json) -> String {
    let text = json.to_string();
    fingerprint::of(&Request::of(node(&text)).unwrap())
}

fn canonical(json: &Json) -> String {
    let text = json.to_string();
    Request::of(node(&text)).unwrap().canonical()
}

/// Some value of every field, right or not: the canonical body does not ask.
fn any_request() -> impl Strategy<Value = Json> {
    let value = prop_oneof![
        any::<String>().prop_map(Json::from),
        (0_i64..20).prop_map(Json::from),
        any::<bool>().prop_map(Json::from),
        prop::collection::vec(any::<String>().prop_map(Json::from), 0..3).prop_map(Json::from),
        prop::collection::hash_map(
            "[a-z\u{e000}\u{ffff}\u{10000}\u{10ffff}]{1,3}",
            any::<bool>().prop_map(Json::from),
            0..4
        )
        .prop_map(|fields| json!({ "voice_bindings": fields })),
    ];
    (
        prop::sample::select(MODELS.iter().collect::<Vec<_>>()),
        prop::collection::vec((0_usize..20, value), 0..10),
    )
        .prop_map(|(model, given)| {
            let mut fields = Map::new();
            fields.insert("model".into(), model.id.into());
            for (index, value) in given {
                let name = model.fields.get(index).map_or("unknown", |field| field.name);
                if name != "model" {
                    fields.insert(name.to_owned(), value);
                }
            }
            Json::Object(fields)
        })
}

fn is_sorted(json: &Json) -> bool {
    match json {
        Json::Object(fields) => {
            let names: Vec<Vec<u16>> = fields.keys().map(|name| name.encode_utf16().collect()).collect();
            names.is_sorted() && fields.values().all(is_sorted)
        }
        Json::Array(items) => items.iter().all(is_sorted),
        _ => true,
    }
}

proptest! {
    #![proptest_config(config(500))]

    #[test]
    fn sorted_by_utf16_units_without_spaces(request in any_request()) {
        let text = canonical(&request);
        let back: Json = serde_json::from_str(&text).unwrap();
        prop_assert!(is_sorted(&back), "{}", text);
        prop_assert_eq!(back.to_string(), text);
    }

    #[test]
    fn the_order_of_fields_means_nothing(request in any_request(), rotation in 0_usize..10) {
        let fields = request.as_object().unwrap();
        let mut turned: Vec<_> = fields.clone().into_iter().collect();
        let by = rotation % turned.len();
        turned.rotate_left(by);
        prop_assert_eq!(fingerprint_of(&Json::Object(turned.into_iter().collect())), fingerprint_of(&request));
    }

    #[test]
    fn neither_do_a_callback_and_empty_lists(request in any_request()) {
        let mut other = request.clone();
        other["callback_url"] = "https://example.com/".into();
        let model = wanreel::catalog::model(request["model"].as_str().unwrap()).unwrap();
        for field in model.fields.iter().filter(|field| matches!(field.kind, Kind::MediaList { .. })) {
            if request.get(field.name).is_none() {
                other[field.name] = json!([]);
            }
        }
        prop_assert_eq!(fingerprint_of(&other), fingerprint_of(&request));
    }

    /// What was canonical stays so.
    #[test]
    fn a_fixed_point(request in any_request()) {
        let once = canonical(&request);
        let again: Json = serde_json::from_str(&once).unwrap();
        prop_assert_eq!(canonical(&again), once);
    }
}

fn with_defaults(model: &Model) -> Json {
    let mut fields = Map::new();
    for field in model.fields {
        let default = match field.default {
            Some(DefaultValue::Text(text)) => text.into(),
            Some(DefaultValue::Integer(number)) => number.into(),
            Some(DefaultValue::Flag(flag)) => flag.into(),
            None => continue,
        };
        fields.insert(field.name.to_owned(), default);
    }
    Json::Object(fields)
}

#[test]
fn a_default_said_aloud_is_no_other_request() {
    for model in MODELS {
        let bare = json!({ "model": model.id, "prompt": "x" });
        let mut full = with_defaults(model);
        full["model"] = model.id.into();
        full["prompt"] = "x".into();
        assert_eq!(fingerprint_of(&full), fingerprint_of(&bare), "{}", model.id);
    }
}

#[test]
fn every_other_value_is_another_request() {
    for model in MODELS {
        let bare = json!({ "model": model.id, "prompt": "x", "prompt_extend": true });
        let mut seen = std::collections::HashSet::from([fingerprint_of(&bare)]);
        for field in model.fields {
            let value = match &field.kind {
                Kind::Choice(values) => values.iter().map(|value| Json::from(*value)).find(|value| {
                    Some(value.as_str().unwrap())
                        != field.default.and_then(|default| match default {
                            DefaultValue::Text(text) => Some(text),
                            _ => None,
                        })
                }),
                Kind::Integer(_) => Some(7.into()),
                Kind::Flag => Some(Json::from(field.default != Some(DefaultValue::Flag(true)))),
                Kind::Media(_) => Some("https://example.com/a".into()),
                Kind::MediaList { .. } => Some(json!(["https://example.com/a"])),
                Kind::Text { .. } => Some("another".into()),
                Kind::VoiceBindings { .. } | Kind::Object(_) | Kind::ModelId | Kind::CallbackUrl => None,
            };
            // The mode follows from the inputs; saying so is no other request.
            let Some(value) = value.filter(|_| field.name != "generation_mode") else { continue };
            let mut other = bare.clone();
            if field.name == "prompt_extend" {
                other[field.name] = false.into();
            } else {
                other[field.name] = value;
            }
            assert!(seen.insert(fingerprint_of(&other)), "{} {}", model.id, field.name);
        }
    }
}

#[test]
fn numbers_are_compared_by_value() {
    let of = |duration: &str| {
        let text = format!(r#"{{"model":"wan2.7-text-to-video","prompt":"x","duration":{duration}}}"#);
        fingerprint::of(&Request::of(node(&text)).unwrap())
    };
    assert_eq!(of("7"), of("7.0"));
    assert_eq!(of("7"), of("0.7e1"));
    assert_ne!(of("7"), of("8"));
}
