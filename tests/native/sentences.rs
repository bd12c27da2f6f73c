//! The sentences of findings: each has as many gaps in every language as are filled.

use std::collections::BTreeSet;

use wanreel::words::{Gap, Phrase, Rule, Sentence, sentences};

/// The places that a text's gaps name, counted from 0; `{}` is the next.
fn gaps(text: &str) -> Vec<usize> {
    let mut next = 0;
    let gap = |part: &str| {
        let (number, _) = part.split_once('}').expect("a gap that is not closed");
        number.parse().unwrap_or_else(|_| {
            next += 1;
            next - 1
        })
    };
    text.split('{').skip(1).map(gap).collect()
}

/// A brace that is no gap stands only in the one example of JavaScript.
fn without_example(text: &str) -> String {
    text.replace("{ image1: url }", "")
}

#[test]
fn every_gap_is_filled_once_in_every_language() {
    for (number, Sentence { en, zh }) in sentences().enumerate() {
        let (english, chinese) = (without_example(en), without_example(zh));
        let (in_english, in_chinese) = (gaps(&english), gaps(&chinese));
        let all: BTreeSet<usize> = in_english.iter().copied().collect();
        assert_eq!(all.len(), in_english.len(), "{en}");
        assert_eq!(in_chinese.iter().copied().collect::<BTreeSet<_>>(), all, "{zh}");
        assert_eq!(in_chinese.len(), in_english.len(), "{zh}");
        if let Some(rule) = Rule::ALL.get(number) {
            let filled = rule.gaps().iter().filter(|gap| **gap != Gap::None).count();
            assert_eq!(all, (0..filled).collect(), "{rule:?}");
        }
    }
}

#[test]
fn every_sentence_is_said_in_chinese() {
    let han = |text: &str| text.chars().any(|letter| ('\u{4E00}'..='\u{9FFF}').contains(&letter));
    for rule in Rule::ALL {
        let Sentence { en, zh } = rule.sentence();
        assert_eq!(zh.lines().count(), en.lines().count(), "{rule:?}");
        assert!(zh.lines().all(han), "{rule:?}: {zh}");
        assert!(en.is_ascii() || !han(en), "{rule:?}: {en}");
    }
    let [or, comma] = [Phrase::Or, Phrase::Comma].map(|phrase| sentences().nth(phrase.number()));
    assert_eq!(or.map(|said| said.zh), Some("{} 或 {}"));
    assert_eq!(comma.map(|said| said.en), Some("{}, {}"));
}
