//! What the documentation's page of each error code is written from. What class a code of the API has and what its hint says,
//! the rules themselves answer; what caused it, from where it comes and whether it was billed there stands in the rows here.

use serde::Serialize;

use wanreel::error::{Endpoint, read};
use wanreel::protocol::ending::failure;
use wanreel::tape::Document;
use wanreel::task::Task;

mod rows;

use rows::{Billed, ROWS, Row, Where};

/// One page.
#[derive(Serialize)]
pub struct ErrorCode {
    code: &'static str,
    cause: &'static str,
    todo: &'static str,
    places: Vec<Place>,
}

/// Where a code comes from, and what it means there.
#[derive(Serialize)]
struct Place {
    group: &'static str,
    status: Option<u16>,
    class: String,
    hint: String,
    billed: &'static str,
    billed_short: &'static str,
}

/// All pages, in the order of the table.
pub fn all() -> Vec<ErrorCode> {
    ROWS.iter()
        .map(|&Row { code, at, cause, todo }| {
            let places = at.iter().map(|&(from, billed)| place(code, from, billed)).collect();
            ErrorCode { code, cause, todo, places }
        })
        .collect()
}

fn place(code: &str, from: Where, billed: Billed) -> Place {
    let (group, status, class, hint) = match from {
        Where::Submit(status) => answer("the API, to a submit", Endpoint::Submit, status, code),
        Where::Read(status) => answer("the API, to a read", Endpoint::Task, status, code),
        Where::Task => ended(code),
        Where::Client(class) => ("this client", None, class.to_owned(), String::new()),
        Where::Proxy(status) => answer("wanreel/proxy", Endpoint::Submit, status, code),
        Where::Edge(status) => ("wanreel/edge", Some(status), String::new(), String::new()),
    };
    Place { group, status, class, hint, billed: billed.words(), billed_short: billed.short() }
}

type Answered = (&'static str, Option<u16>, String, String);

/// As the rules read an answer with this status and code.
fn answer(group: &'static str, endpoint: Endpoint, status: u16, code: &str) -> Answered {
    let body = format!("{{\"error\":{{\"code\":\"{code}\",\"message\":\"\"}}}}");
    let body = Document::parse(&body);
    let tape = body.as_ref().map(Document::tape);
    let error = read(endpoint, status, tape.as_ref().map(|tape| tape.root()), None);
    (group, Some(status), error.class.name().to_owned(), error.hint.to_owned())
}

/// As the rules read a task that ended so.
fn ended(code: &str) -> Answered {
    let body = match code {
        "no_result" => "{\"id\":\"task-unified-1\",\"status\":\"completed\",\"results\":[]}".to_owned(),
        "request_cancelled" => "{\"id\":\"task-unified-1\",\"status\":\"cancelled\"}".to_owned(),
        _ => format!(
            "{{\"id\":\"task-unified-1\",\"status\":\"failed\",\"error\":{{\"code\":\"{code}\",\"message\":\"\"}}}}"
        ),
    };
    let body = Document::parse(&body);
    let tape = body.as_ref().map(Document::tape);
    let (class, hint) = tape
        .as_ref()
        .and_then(|tape| failure(&Task::read(tape.root())))
        .map_or_else(Default::default, |failure| (failure.class.to_owned(), failure.hint.to_owned()));
    ("a task that ended", Some(200), class, hint)
}
