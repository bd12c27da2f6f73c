//! Holds an answer against what a case expects, by the rules of README.md.

use serde_json::Value as Json;

/// What differs, in words; nothing where the answer is as expected.
pub fn differences(case: &Json, found: &Json) -> Vec<String> {
    let expect = case["expect"].as_object().unwrap();
    let mut out = Vec::new();
    if !expect.contains_key("throws") && found.get("throws").is_some() {
        out.push("it throws".to_owned());
    }
    for (name, wanted) in expect {
        let there = &found[name];
        match name.as_str() {
            "issues" => issues(wanted, there, expect.get("warnings").is_some(), &mut out),
            "warnings" if wanted == "any" => {}
            "warnings" => issues(wanted, there, false, &mut out),
            "rows" => listed(name, wanted, there, same, &mut out),
            "changes" => {
                let alike = |wanted: &Json, found: &Json| {
                    let reason = found["reason"].as_str().is_some_and(|reason| !reason.is_empty());
                    reason && wanted["path"] == found["path"] && wanted["kind"] == found["kind"]
                };
                listed(name, wanted, there, alike, &mut out);
            }
            "absent" => {
                for member in wanted.as_array().unwrap() {
                    let member = member.as_str().unwrap();
                    // Dates stand in the answer as milliseconds.
                    let there = found.get(member).or_else(|| found.get(format!("{member}Ms")));
                    if there.is_some() {
                        out.push(format!("{member} is there"));
                    }
                }
            }
            "starts" => {
                let found = found["delays"].as_array().unwrap();
                let wanted = wanted.as_array().unwrap();
                if !wanted.iter().enumerate().all(|(index, delay)| same(delay, &found[index])) {
                    out.push("the delays start otherwise".into());
                }
            }
            "count" => number(name, wanted, found["delays"].as_array().unwrap().len() as f64, &mut out),
            "last" => {
                let last = found["delays"].as_array().unwrap().last().and_then(Json::as_f64);
                number(name, wanted, last.unwrap(), &mut out);
            }
            "sumMs" => {
                let sum = found["delays"].as_array().unwrap().iter().filter_map(Json::as_f64).sum();
                number(name, wanted, sum, &mut out);
            }
            _ if !same(wanted, there) => out.push(format!("{name} is {there}")),
            _ => {}
        }
    }
    out
}

fn number(name: &str, wanted: &Json, found: f64, out: &mut Vec<String>) {
    #[allow(clippy::float_cmp, reason = "exactly is what the vectors ask for")]
    if wanted.as_f64().unwrap() != found {
        out.push(format!("{name} is {found}"));
    }
}

/// Equal, `5` and `5.0` alike, as they are in JavaScript.
fn same(wanted: &Json, found: &Json) -> bool {
    match (wanted, found) {
        (Json::Number(wanted), Json::Number(found)) => wanted.as_f64() == found.as_f64(),
        (Json::Array(wanted), Json::Array(found)) => {
            wanted.len() == found.len() && wanted.iter().zip(found).all(|(wanted, found)| same(wanted, found))
        }
        (Json::Object(wanted), Json::Object(found)) => {
            wanted.len() == found.len()
                && wanted
                    .iter()
                    .all(|(name, wanted)| found.get(name).is_some_and(|found| same(wanted, found)))
        }
        _ => wanted == found,
    }
}

fn issues(wanted: &Json, found: &Json, errors_only: bool, out: &mut Vec<String>) {
    let found: Vec<Json> = found.as_array().cloned().unwrap_or_default();
    for issue in found.iter().filter(|issue| issue["message"].as_str().is_none_or(str::is_empty)) {
        out.push(format!("no message: {issue}"));
    }
    let found = found.into_iter().filter(|issue| !errors_only || issue["severity"] == "error").collect();
    let alike = |wanted: &Json, found: &Json| {
        let codes = wanted["code"].as_array();
        let code = codes.map_or(wanted["code"] == found["code"], |codes| codes.contains(&found["code"]));
        let hint = wanted["hintIncludes"]
            .as_str()
            .is_none_or(|part| found["hint"].as_str().is_some_and(|hint| hint.contains(part)));
        code && hint && wanted["severity"] == found["severity"] && wanted["path"] == found["path"]
    };
    listed("issues", wanted, &Json::Array(found), alike, out);
}

/// Each of `wanted` once in `found`, and nothing else.
fn listed(
    name: &str,
    wanted: &Json,
    found: &Json,
    alike: impl Fn(&Json, &Json) -> bool,
    out: &mut Vec<String>,
) {
    let mut rest: Vec<&Json> = found.as_array().map(Vec::as_slice).unwrap_or_default().iter().collect();
    for wanted in wanted.as_array().unwrap() {
        match rest.iter().position(|found| alike(wanted, found)) {
            Some(at) => drop(rest.remove(at)),
            None => out.push(format!("{name} lack {wanted}")),
        }
    }
    for surplus in rest {
        out.push(format!("{name} also have {surplus}"));
    }
}
