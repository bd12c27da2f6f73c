//! js/generated/words.ts and words-zh.ts: the sentences that findings are said with, each at its rule's number.

use wanreel::words::{Rule, Sentence, sentences};

use crate::text::{doc, head};

/// English, and what kind of finding each is.
pub fn english() -> String {
    let mut out = head("src/words", "The sentences of findings: see src/words/mod.rs.");
    out.push_str("import type { IssueCode } from \"./issue-codes.js\";\n\n");
    out.push_str(&doc("", "So many of the rules are errors; those behind them are warnings."));
    out.push_str(&format!("export const ERRORS = {};\n\n", Rule::ERRORS));
    out.push_str(&doc("", "The kind of finding, by rule."));
    let codes = Rule::ALL.iter().map(|rule| rule.code().name()).collect::<Vec<_>>();
    out.push_str(&format!("export const CODES: readonly IssueCode[] = {codes:?};\n\n"));
    out.push_str(&doc("", "English, by rule; behind the rules the phrases that stand in gaps."));
    list(&mut out, "en", |sentence| sentence.en);
    out
}

/// Chinese, which only `wanreel/zh` imports.
pub fn chinese() -> String {
    let mut out = head("src/words", "The sentences of findings in Chinese: see src/words/mod.rs.");
    list(&mut out, "zh", |sentence| sentence.zh);
    out
}

fn list(out: &mut String, name: &str, text: fn(Sentence) -> &'static str) {
    out.push_str(&format!("export const {name}: readonly string[] = [\n"));
    for sentence in sentences() {
        out.push_str(&format!("  {},\n", serde_json::Value::from(text(sentence))));
    }
    out.push_str("];\n");
}
