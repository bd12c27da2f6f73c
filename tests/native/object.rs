//! JSON that goes out, read back by `serde_json`.

use proptest::prelude::*;
use serde_json::Value as Json;
use wanreel::json::{ObjectWriter, list};

use crate::support::config;

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn reads_back(text: String, micro in 0_u64..1_000_000_000_000_000, texts: Vec<String>, flag: bool, none in any::<bool>()) {
        let dollars = micro as f64 / 1e6;
        let seconds = (micro % 1_000_000_000) as f64 / 1e3;
        let json = ObjectWriter::default()
            .text("text", text.as_str())
            .text("absent", None)
            .text("maybe", Some(text.as_str()).filter(|_| !none))
            .number("micro", micro as f64)
            .number("dollars", dollars)
            .number("seconds", -seconds)
            .number("no", None)
            .flag("flag", flag)
            .texts("texts", texts.iter().map(String::as_str))
            .raw("list", &list(texts.iter().map(|_| "1".to_owned())))
            .end();
        let back: Json = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(&back["text"], &Json::from(text.as_str()));
        prop_assert_eq!(back["micro"].as_f64(), Some(micro as f64));
        prop_assert_eq!(back["dollars"].as_f64(), Some(dollars));
        prop_assert_eq!(back["seconds"].as_f64(), Some(-seconds));
        prop_assert_eq!(&back["flag"], &Json::from(flag));
        prop_assert_eq!(back["list"].as_array().unwrap().len(), texts.len());
        prop_assert_eq!(&back["texts"], &Json::from(texts));
        prop_assert_eq!(back.get("maybe").is_none(), none);
        prop_assert!(back.get("absent").is_none() && back.get("no").is_none());
    }
}

#[test]
fn empty_ones() {
    assert_eq!(ObjectWriter::default().end(), "{}");
    assert_eq!(list([]), "[]");
    assert_eq!(ObjectWriter::default().texts("a", []).end(), r#"{"a":[]}"#);
}
