//! What the Rust half answers to a case, in the shape of the JavaScript API.

use serde_json::{Map, Value as Json, json};
use wanreel::issue::{Findings, Issue, Severity, Step};
use wanreel::migrate::ChangeKind;
use wanreel::pricing::cost;
use wanreel::request::{self, Options, Request};
use wanreel::schedule::Poll;
use wanreel::tape::{Document, Node};
use wanreel::task::Task;
use wanreel::words::{Beside, english};
use wanreel::{catalog, fingerprint, migrate, suggest};

use super::value::snapshot;

/// The answer to a case.
pub fn to(case: &Json) -> Json {
    let subject = snapshot(case.get("request").or_else(|| case.get("input")));
    let document = Document::parse(&subject).unwrap();
    let subject = document.tape();
    let subject = subject.root();
    let options_text = snapshot(case.get("options"));
    let options = Document::parse(&options_text).unwrap();
    let options = options.tape();
    let options = options.root();
    match case["fn"].as_str().unwrap() {
        "validate" => validate(subject, options),
        "buildRequest" => build(subject, options),
        "fingerprint" => fingerprints(subject, case.get("other")),
        "estimateCost" => price(subject, options),
        "estimateBudget" => {
            let micro_usd = cost::budget(subject)
                .map_err(|found| thrown(&english(&found, subject, Beside::options(subject))));
            micro_usd.map_or_else(|thrown| thrown, |micro| json!({ "microUsd": micro, "usd": usd(micro) }))
        }
        "compareProviders" => providers(subject, options),
        "suggestModel" => json!({ "id": suggest::model(subject.as_text().unwrap_or_default()) }),
        "models" => json!({
            "ids": catalog::MODELS.iter().map(|model| model.id).collect::<Vec<_>>(),
            "bestFor": catalog::MODELS.iter().map(|model| (model.id.to_owned(), json!(model.best_for()))).collect::<serde_json::Map<_, _>>(),
        }),
        "migrate" => migration(subject),
        "parseTask" => task(subject),
        "pollDelays" => match Poll::read(subject) {
            Ok(poll) => json!({ "delays": poll.delays() }),
            Err(message) => json!({ "throws": message }),
        },
        other => panic!("no such function: {other}"),
    }
}

fn reading(options: Node<'_>) -> Options<'_> {
    let lenient = matches!(options.get("strict"), Some(Node::Bool(false)));
    Options { lenient, inputs: options.get("inputs") }
}

fn path(steps: &[Step]) -> Json {
    let step = |step: &Step| match step {
        Step::Name(name) => json!(name),
        Step::Index(index) => json!(index),
    };
    steps.iter().map(step).collect()
}

fn listed(issues: &[Issue]) -> Json {
    let listed = |issue: &Issue| {
        let severity = if issue.severity == Severity::Error { "error" } else { "warning" };
        let Issue { code, message, hint, .. } = issue;
        json!({ "severity": severity, "code": code.name(), "path": path(&issue.path), "message": message, "hint": hint })
    };
    issues.iter().map(listed).collect()
}

fn thrown(found: &Findings) -> Json {
    json!({ "throws": "ValidationError", "issues": listed(&found.issues) })
}

fn validate(subject: Node<'_>, options: Node<'_>) -> Json {
    let found = request::validate(subject, reading(options));
    let omitted = Some(found.omitted).filter(|omitted| *omitted > 0);
    json!({ "valid": found.is_valid(), "issues": listed(&found.issues), "omitted": omitted })
}

fn build(subject: Node<'_>, options: Node<'_>) -> Json {
    let found = request::validate(subject, reading(options));
    if !found.is_valid() {
        return thrown(&found);
    }
    let request = Request::of(subject).unwrap();
    let output = request.output().map(|(width, height)| json!({ "width": width, "height": height }));
    json!({ "body": request.body(), "mode": request.mode(), "output": output, "warnings": listed(&found.issues) })
}

fn fingerprints(subject: Node<'_>, other: Option<&Json>) -> Json {
    let of = |value: Node<'_>| {
        let found = request::validate(value, Options::default());
        assert!(found.is_valid(), "not valid: {found:?}");
        let request = Request::of(value).unwrap();
        (fingerprint::of(&request), request.canonical())
    };
    let (sha256, canonical) = of(subject);
    let other_text = other.map(|other| snapshot(Some(other)));
    let equal = other_text.map(|text| of(Document::parse(&text).unwrap().tape().root()).0 == sha256);
    json!({ "sha256": sha256, "canonical": canonical, "equal": equal })
}

fn usd(micro_usd: u64) -> f64 {
    micro_usd as f64 / 1e6
}

fn price(subject: Node<'_>, options: Node<'_>) -> Json {
    let cost = match cost::estimate(subject, options) {
        Ok(cost) => cost,
        Err(found) => return thrown(&english(&found, subject, Beside::options(options))),
    };
    let seconds = |ms: u64| ms as f64 / 1000.0;
    json!({
        "currency": "USD",
        "microUsd": cost.max,
        "usd": usd(cost.max),
        "outputSeconds": seconds(cost.output.max),
        "inputSeconds": seconds(cost.input.max),
        "billedSeconds": seconds(cost.billed.max),
        "microUsdPerSecond": cost.rate,
        "exact": cost.exact,
        "range": { "minMicroUsd": cost.min, "maxMicroUsd": cost.max },
        "failedTaskBilled": false,
        "prices": cost.prices,
    })
}

fn providers(subject: Node<'_>, options: Node<'_>) -> Json {
    let (quality, rows) = match cost::compare(subject, options) {
        Ok(compared) => compared,
        Err(found) => return thrown(&english(&found, subject, Beside::options(options))),
    };
    let row = |row: &cost::ProviderCost| {
        json!({
            "provider": row.provider,
            "quality": quality,
            "microUsdPerSecond": row.rate,
            "microUsd": row.micro_usd,
            "usd": usd(row.micro_usd),
            "approximate": row.approximate,
            "asOf": row.as_of,
        })
    };
    json!({ "rows": rows.iter().map(row).collect::<Vec<_>>() })
}

fn migration(subject: Node<'_>) -> Json {
    let (migrated, changes) = match migrate::migrate(subject) {
        Ok(migrated) => migrated,
        Err(found) => return thrown(&english(&found, subject, Beside::default())),
    };
    let change = |change: &migrate::Change| {
        let kind = match change.kind {
            ChangeKind::Replaced => "replaced",
            ChangeKind::Renamed => "renamed",
            ChangeKind::Added => "added",
            ChangeKind::Removed => "removed",
        };
        json!({ "path": path(&change.path), "kind": kind, "reason": change.reason })
    };
    let request: Json = serde_json::from_str(&migrated).unwrap();
    json!({ "request": request, "changes": changes.iter().map(change).collect::<Vec<_>>() })
}

/// A member that is undefined in JavaScript is not there.
fn task(subject: Node<'_>) -> Json {
    let task = Task::read(subject);
    let mut out = Map::new();
    let mut put = |name: &str, value: Option<Json>| value.map(|value| out.insert(name.to_owned(), value));
    put("id", Some(json!(task.id)));
    put("status", Some(json!(task.status)));
    put("progress", Some(json!(task.progress)));
    put("results", Some(json!(task.results)));
    put("model", task.model.map(|model| json!(model)));
    put("createdAtMs", task.created_ms.map(|ms| json!(ms)));
    put("expiresAtMs", task.expires_ms(None).map(|ms| json!(ms)));
    let error = |(code, message): &(&str, &str)| json!({ "code": code, "message": message });
    put("error", task.error.as_ref().map(error));
    put("estimatedSeconds", task.estimated_ms.map(|ms| json!(ms as f64 / 1000.0)));
    put("creditsReserved", task.credits_reserved.map(|credits| serde_json::from_str(credits).unwrap()));
    Json::Object(out)
}
