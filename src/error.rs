//! What an HTTP answer that is no success means: class, code, advice (guide, section 9; API facts).

pub use crate::error_class::Class;
use crate::message::message;
use crate::tape::Node;
use crate::task;

/// What was asked for, since a 404 means different things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// A POST of a request.
    Submit,
    /// A GET of a task.
    Task,
    /// Anything else.
    Other,
}

/// An answer that is no success.
#[derive(Clone, Debug, PartialEq)]
pub struct ApiError {
    /// Its class.
    pub class: Class,
    /// The HTTP status.
    pub status: u16,
    /// The API's code, else the documented one of the status.
    pub code: String,
    /// The API's words, else ours.
    pub message: String,
    /// The API's error type.
    pub kind: Option<String>,
    /// The parameter the API names.
    pub param: Option<String>,
    /// What to do.
    pub hint: &'static str,
    /// Whether the same request may succeed later.
    pub retryable: bool,
    /// How long the server asks to wait.
    pub retry_after_ms: Option<f64>,
}

impl ApiError {
    /// Takes it for a limit on the rate, whatever the status: it asks for a longer pause than is waited for.
    pub fn limit_rate(&mut self) {
        self.class = Class::RateLimit;
        self.hint = hint(self.class, Endpoint::Submit, &self.code);
    }
}

/// Whether the body is an error in the API's own envelope. `{code, message, data: null}` is not: which part of a gateway
/// answers so, and whether it had passed the request on by then, is not documented.
pub fn has_envelope(body: Option<Node<'_>>) -> bool {
    body.is_some_and(|body| matches!(body.at("error"), Node::Object(_)))
}

/// Codes that mean the prompt or a picture was refused for what it shows.
pub fn is_content_code(code: &str) -> bool {
    matches!(code, "invalid_content" | "content_policy_violation")
}

/// Codes that mean the gateway has no such model (or no channel for it).
fn is_model_code(code: &str) -> bool {
    matches!(code, "model_not_found" | "no_available_channel")
}

/// Codes that mean the account, or what the key may spend of it, is used up; a gateway sends them with 402, 403 and 429.
fn is_quota_code(code: &str) -> bool {
    matches!(code, "quota_exceeded" | "pre_consume_token_quota_failed")
        || code.strip_prefix("insufficient_").is_some_and(|rest| {
            matches!(rest, "quota" | "user_quota" | "token_quota" | "balance" | "credits" | "funds")
        })
}

/// Where an answer holds its error: in `error`, else (`{code, message, data: null}`) at the top.
fn envelope(body: Node<'_>) -> Option<Node<'_>> {
    match body.at("error") {
        error @ (Node::Object(_) | Node::Text(_)) => Some(error),
        _ => matches!(body, Node::Object(_)).then_some(body),
    }
}

/// Whether a code is a word; older pages repeat the status there.
fn is_word(code: &str) -> bool {
    !code.is_empty() && !code.bytes().all(|byte| byte.is_ascii_digit())
}

/// Reads an answer that is no success.
pub fn read(
    endpoint: Endpoint,
    status: u16,
    body: Option<Node<'_>>,
    retry_after_ms: Option<f64>,
) -> ApiError {
    let error = body.and_then(envelope);
    let (code, words) = error.and_then(task::failure).unwrap_or_default();
    let error = error.unwrap_or(Node::Null);
    let kind = error.text_at("type");
    // Some gateways put the word into `type`, and leave `code` empty or repeat the status in it.
    let telling = |word: &&str| is_content_code(word) || is_quota_code(word) || is_model_code(word);
    let code = match kind.filter(telling) {
        Some(kind) if !is_word(code) => kind,
        _ => code,
    };
    let class = classify(endpoint, status, code);
    let code = if is_word(code) { code.to_owned() } else { default_code(endpoint, class, status) };
    let message = if words.is_empty() {
        message!("the API answered with status {} and no message of its own", u32::from(status)).text()
    } else {
        words.to_owned()
    };
    ApiError {
        hint: kind.and_then(visitor_hint).unwrap_or_else(|| hint(class, endpoint, &code)),
        class,
        status,
        code,
        message,
        kind: kind.map(str::to_owned),
        param: error.text_at("param").map(str::to_owned),
        retryable: matches!(class, Class::RateLimit | Class::Server) || matches!(status, 408 | 425),
        retry_after_ms,
    }
}

/// The error in an answer that says success and holds no task: `{error: {…}}`, or `{code, message, data: null}` with a
/// code that is no success. What it means its code says, else its type; where neither does, it is of no class.
pub fn disguised(
    endpoint: Endpoint,
    status: u16,
    body: Node<'_>,
    retry_after_ms: Option<f64>,
) -> Option<ApiError> {
    let holds = |name| !matches!(body.at(name), Node::Null);
    let error = envelope(body)?;
    let (code, _) = task::failure(error)?;
    let said = has_envelope(Some(body)) || (!code.is_empty() && holds("message") && !is_success(code));
    if !said || holds("data") || holds("id") || body.text_at("status").is_some() {
        return None;
    }
    let kind = error.text_at("type").unwrap_or_default();
    let meant = meant_status(endpoint, code).or_else(|| meant_status(endpoint, kind));
    let error = read(endpoint, meant.unwrap_or(status), Some(body), retry_after_ms);
    Some(ApiError { status, ..error })
}

fn is_success(code: &str) -> bool {
    matches!(code, "0" | "200" | "201")
        || ["success", "ok"].iter().any(|word| word.eq_ignore_ascii_case(code))
}

/// The status that a code, or a type of error, goes with in the documents (`OpenAPI`, all files; get-credits.json repeats the
/// status in the code, and names types).
fn meant_status(endpoint: Endpoint, code: &str) -> Option<u16> {
    if let Some(number @ 400..=599) = crate::text::natural(code) {
        return u16::try_from(number).ok();
    }
    Some(match code {
        _ if is_content_code(code) => 400,
        _ if is_quota_code(code) => 402,
        _ if is_model_code(code) && endpoint == Endpoint::Submit => 404,
        "invalid_request" | "invalid_task_id" | "invalid_request_error" => 400,
        "unauthorized" | "invalid_api_key" | "authentication_error" => 401,
        "model_access_denied" | "permission_denied" | "permission_error" => 403,
        "task_not_found" => 404,
        "rate_limit_exceeded" | "too_many_requests" | "rate_limit_error" => 429,
        "internal_error" | "internal_server_error" => 500,
        _ => return None,
    })
}

fn classify(endpoint: Endpoint, status: u16, code: &str) -> Class {
    if is_content_code(code) {
        return Class::ContentPolicy;
    }
    // A task that runs is not undone by what a read says of its model.
    if is_model_code(code) && endpoint == Endpoint::Submit {
        return Class::UnknownModel;
    }
    // Refused by the account, not by a right or a rate: waiting and other models change nothing.
    if is_quota_code(code) && matches!(status, 400 | 402 | 403 | 429) {
        return Class::InsufficientQuota;
    }
    match status {
        401 => Class::Authentication,
        402 => Class::InsufficientQuota,
        403 => Class::PermissionDenied,
        // Bare (guide, section 9) or in words: there is nothing else that a submit names.
        404 if endpoint == Endpoint::Submit => Class::UnknownModel,
        404 => Class::NotFound,
        400 | 413 | 422 => Class::InvalidRequest,
        429 => Class::RateLimit,
        500..=599 => Class::Server,
        _ => Class::Api,
    }
}

fn default_code(endpoint: Endpoint, class: Class, status: u16) -> String {
    match (class, endpoint) {
        (Class::Authentication, _) => "unauthorized",
        (Class::InsufficientQuota, Endpoint::Submit) => "insufficient_quota",
        (Class::InsufficientQuota, _) => "quota_exceeded",
        (Class::PermissionDenied, Endpoint::Submit) => "model_access_denied",
        (Class::PermissionDenied, _) => "permission_denied",
        (Class::NotFound, Endpoint::Task) => "task_not_found",
        (Class::UnknownModel, _) => "model_not_found",
        (Class::RateLimit, _) => "rate_limit_exceeded",
        (Class::InvalidRequest, Endpoint::Task) => "invalid_task_id",
        (Class::InvalidRequest, _) => "invalid_request",
        (Class::Server, _) if status == 500 => "internal_error",
        _ => return message!("http_{}", u32::from(status)).text(),
    }
    .to_owned()
}

/// What a visitor of a site can do, where its proxy says whose concern it is (js/proxy); never what its owner could.
fn visitor_hint(kind: &str) -> Option<&'static str> {
    match kind {
        "session_required" => Some("sign in to the site you use, then send it again"),
        "service_account_error" => Some("nothing you can change: tell the site you use, or try again later"),
        _ => None,
    }
}

const KEY_HINT: &str = "check the API key: it is missing, wrong or expired";
const RATE_HINT: &str = "too many requests: wait, then send fewer at once";

fn hint(class: Class, endpoint: Endpoint, code: &str) -> &'static str {
    match class {
        // A proxy of the caller's says so (js/proxy), not the API.
        _ if code == "budget_exceeded" => {
            "the service you use has spent what it allows; ask it, or come back tomorrow"
        }
        _ if code == "model_not_allowed" => "the service you use does not offer this model",
        // The code knows better than the status what is wrong.
        _ if matches!(code, "rate_limit_exceeded" | "too_many_requests") => RATE_HINT,
        _ if matches!(code, "unauthorized" | "invalid_api_key") => KEY_HINT,
        Class::Authentication => KEY_HINT,
        Class::InsufficientQuota => "top up the account; client.credits() tells what is left",
        Class::PermissionDenied if endpoint == Endpoint::Task => {
            "the task belongs to another account, or the key may not read it"
        }
        Class::PermissionDenied => "give the API key access to this model in the dashboard",
        Class::NotFound if endpoint == Endpoint::Task => {
            "check the task id, and that the key is of the account that made it"
        }
        Class::NotFound => "check baseUrl",
        Class::UnknownModel => "check the model id (suggestModel(id) names the nearest) and baseUrl",
        Class::RateLimit => RATE_HINT,
        Class::ContentPolicy => "change the prompt or the images; the same request will be refused again",
        Class::InvalidRequest if endpoint == Endpoint::Task => {
            "check the task id: it begins with task-unified-"
        }
        Class::InvalidRequest => "check model, prompt length, duration and media URLs",
        Class::Server => "try again in 30 seconds; if it lasts, contact support with the request id",
        _ => "an answer the API does not document; check baseUrl and what stands between",
    }
}

/// What to do about a failed task, by its code (API facts, task error codes). The set is open.
pub fn task_hint(code: &str) -> &'static str {
    match code {
        _ if is_content_code(code) => {
            "change the prompt or the images; the same request will be refused again"
        }
        "invalid_parameters" => "check the request: the model could not use one of its values",
        "image_processing_error" => {
            "check that each image can be opened, is JPEG, PNG without transparency, BMP or WebP"
        }
        "image_dimension_mismatch" => {
            "check the size of the images: sides and ratio have limits, start and end should agree"
        }
        "request_cancelled" => "the task was cancelled; submit again if the video is still wanted",
        "generation_failed_no_content" => "the model made nothing; change the prompt and submit again",
        "generation_timeout" | "resource_exhausted" | "service_error" | "service_unavailable" => {
            "the fault lies with the service; submitting again later is a new task"
        }
        "quota_exceeded" => "top up the account; client.credits() tells what is left",
        "resource_not_found" => "check that each media URL can be fetched by anyone, and has not expired",
        "no_result" => "the task ended without a video; contact support with the task id",
        _ => "failed tasks are not billed; submitting again is a new task",
    }
}
