// Wrongs done to the loops that carry them.

const exchange = "src/client/exchange.rs";
export const carrying = [
  {
    name: "follows redirects",
    file: exchange,
    find: "init.set_redirect(RequestRedirect::Manual);",
    replace: "init.set_redirect(RequestRedirect::Follow);",
    red: ["POST 307 to itself", "POST 303 to itself"],
  },
  {
    name: "ignores Retry-After",
    file: exchange,
    find: 'retry_after_ms: header("retry-after").and_then(|value| retry_after(&value)),',
    replace: 'retry_after_ms: header("no-such-header").and_then(|value| retry_after(&value)),',
    red: ["POST 429 with Retry-After in seconds", "GET 503 with Retry-After in seconds"],
  },
  {
    name: "reads no date in Retry-After",
    file: exchange,
    find: "Date::parse(value) - Date::now()",
    replace: "f64::NAN",
    red: ["POST 429 with Retry-After as a date"],
  },
  {
    name: "sends a new key with each attempt",
    file: exchange,
    find: 'headers.set("idempotency-key", key)?;',
    replace: 'headers.set("idempotency-key", &format!("{key}{}", js_sys::Math::random()))?;',
    red: ["POST 429", "re-sent once, the first dropped on the way"],
  },
  {
    name: "sends no key with a retry",
    file: "src/client/run.rs",
    find: 'Talk::Submit { body, key, .. } => {\n                Ask { path: "/v1/videos/generations", body: Some(body), idempotency_key: Some(key) }',
    replace:
      'Talk::Submit { body, key, flow, .. } => {\n                let key = (flow.attempt() < 2).then_some(key.as_str());\n                Ask { path: "/v1/videos/generations", body: Some(body), idempotency_key: key }',
    red: ["POST 429", "POST 500 in an envelope"],
  },
  {
    name: "takes a time-out for a request that never left",
    file: exchange,
    find: "Failed(Failure::TimedOut, JsValue::UNDEFINED)",
    replace: "Failed(Failure::NotSent, JsValue::UNDEFINED)",
    red: ["POST answered after 40 s"],
  },
  {
    name: "measures a wait by the calendar",
    file: "src/client/run.rs",
    find: "monotonic().unwrap_or_else(|_| Date::now())",
    replace: "Date::now().max(monotonic().unwrap_or(0.0))",
    red: ["the clock jumps an hour ahead in a wait"],
  },
];
