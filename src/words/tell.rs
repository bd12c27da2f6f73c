//! Findings in English: for tests, and for what runs in Rust alone. JavaScript does the same in js/api/words.ts.

use super::{Beside, Rule, explain, sentences};
use crate::issue::{Findings, Found, Issue, Severity, Step};
use crate::tape::{Document, Items, Node};
use crate::text::split_once;

/// What was found of a value, in English.
pub fn english(found: &Found, value: Node<'_>, beside: Beside<'_>) -> Findings {
    let mut text = String::new();
    explain(&mut text, found, value, beside);
    let document = Document::parse_json(&text).unwrap_or_default();
    let tape = document.tape();
    let told = tape.root().get("issues").and_then(Node::items).map(Items::iter).into_iter().flatten();
    Findings { issues: told.filter_map(issue).collect(), omitted: found.omitted }
}

fn issue(told: Node<'_>) -> Option<Issue> {
    let mut parts = told.items()?.iter();
    let rule = *Rule::ALL.get(usize::try_from(parts.next()?.as_integer()?).ok()?)?;
    let path = parts.next()?.items()?.iter().map(|step| match step.as_integer() {
        Some(index) => Step::Index(index as usize),
        None => Step::Name(step.as_text().unwrap_or_default().to_owned()),
    });
    let path = path.collect();
    let sentence = rule.sentence().en;
    let (message, hint) = split_once(sentence, "\n").unwrap_or((sentence, ""));
    let (message, hint) = (fill(message, &mut parts), fill(hint, &mut parts));
    Some(Issue {
        severity: if (rule as u8) < Rule::ERRORS { Severity::Error } else { Severity::Warning },
        code: rule.code(),
        path,
        message,
        hint: Some(hint).filter(|hint| !hint.is_empty()),
    })
}

fn fill(sentence: &str, parts: &mut dyn Iterator<Item = Node<'_>>) -> String {
    let mut out = String::new();
    let mut rest = sentence;
    while let Some((before, after)) = split_once(rest, "{}") {
        out.push_str(before);
        out.push_str(&parts.next().map(part).unwrap_or_default());
        rest = after;
    }
    out.push_str(rest);
    out
}

fn part(part: Node<'_>) -> String {
    let Some(items) = part.items() else { return part.as_text().unwrap_or_default().to_owned() };
    let mut parts = items.iter();
    let number = parts.next().and_then(Node::as_integer).and_then(|number| usize::try_from(number).ok());
    let sentence = number.and_then(|number| sentences().nth(number));
    sentence.map_or_else(String::new, |sentence| fill(sentence.en, &mut parts))
}
