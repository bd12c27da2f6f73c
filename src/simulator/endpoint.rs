//! Which door a request knocks at, and the errors documented for it, word for word.

use super::http::Reply;
use super::write::Object;

/// The doors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// `POST /v1/videos/generations`.
    Submit,
    /// `GET /v1/tasks/{id}`.
    Poll,
    /// `GET /v1/credits`.
    Credits,
    /// `POST /api/v1/files/upload/{base64,stream,url}`.
    Upload,
    /// `GET /results/…`, a generated video.
    Result,
    /// `GET /files/…` and `/api/v1/files/download/…`, an uploaded file.
    File,
    /// Anything else.
    Other,
}

impl Endpoint {
    /// The door for a method and a path without query.
    pub fn of(method: &str, route: &str) -> Self {
        let read = matches!(method, "GET" | "HEAD");
        match method {
            "POST" if route == "/v1/videos/generations" => Endpoint::Submit,
            "POST" if route.starts_with("/api/v1/files/upload/") => Endpoint::Upload,
            _ if read && route.starts_with("/v1/tasks/") => Endpoint::Poll,
            _ if read && route == "/v1/credits" => Endpoint::Credits,
            _ if read && route.starts_with("/results/") => Endpoint::Result,
            _ if read && (route.starts_with("/files/") || route.starts_with("/api/v1/files/download/")) => {
                Endpoint::File
            }
            _ => Endpoint::Other,
        }
    }

    /// Its name in fault rules and in the log.
    pub const fn name(self) -> &'static str {
        match self {
            Endpoint::Submit => "submit",
            Endpoint::Poll => "poll",
            Endpoint::Credits => "credits",
            Endpoint::Upload => "upload",
            Endpoint::Result => "result",
            Endpoint::File => "file",
            Endpoint::Other => "other",
        }
    }

    /// The door of that name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Submit, Self::Poll, Self::Credits, Self::Upload, Self::Result, Self::File, Self::Other]
            .into_iter()
            .find(|endpoint| endpoint.name() == name)
    }

    /// Code, message and type of a status, as the `OpenAPI` file of this endpoint gives them.
    /// Assumed where it gives none: 408, 409, 413, 415, 425, 502 to 504 of submit and poll, and every status of the
    /// files' host.
    fn documented(self, status: u16) -> (&'static str, &'static str, &'static str) {
        match (self, status) {
            (Endpoint::Poll, 400) => (
                "invalid_task_id",
                "Invalid task ID format, must start with 'task-unified-'",
                "invalid_request_error",
            ),
            (Endpoint::Poll, 401) => ("unauthorized", "Authentication required", "authentication_error"),
            (Endpoint::Poll, 402) => {
                ("quota_exceeded", "Insufficient quota. Please top up your account.", "insufficient_quota")
            }
            (Endpoint::Poll, 403) => (
                "permission_denied",
                "You don't have permission to access this task",
                "invalid_request_error",
            ),
            (Endpoint::Poll, 404) => {
                ("task_not_found", "The requested task could not be found", "invalid_request_error")
            }
            (Endpoint::Poll, 429) => ("rate_limit_exceeded", "Rate limit exceeded", "evo_api_error"),
            (Endpoint::Poll, 500) => ("internal_error", "Failed to retrieve task status", "api_error"),
            (Endpoint::Credits, 400) => ("", "Invalid request", "invalid_request_error"),
            (Endpoint::Credits, 403) => ("", "Access denied", "permission_error"),
            (Endpoint::Credits, 429) => ("", "Rate limit exceeded", "rate_limit_error"),
            (Endpoint::Credits, 500) => ("", "Internal server error", "internal_server_error"),
            (Endpoint::Credits, 502) => ("", "Upstream service error", "upstream_error"),
            (Endpoint::Credits, 503) => ("", "Service temporarily unavailable", "service_unavailable_error"),
            (_, 401) => ("unauthorized", "Invalid or expired token", "authentication_error"),
            (_, 402) => (
                "insufficient_quota",
                "Insufficient quota. Please top up your account.",
                "insufficient_quota",
            ),
            (_, 403) => {
                ("model_access_denied", "Token does not have access to model: ", "invalid_request_error")
            }
            (_, 404) => ("not_found", "Not found", "invalid_request_error"),
            (_, 408) => ("request_timeout", "Request timeout", "api_error"),
            (_, 409) => (
                "idempotency_conflict",
                "This Idempotency-Key was used with another request",
                "invalid_request_error",
            ),
            (_, 413) => ("request_too_large", "Request entity too large", "invalid_request_error"),
            (_, 415) => ("unsupported_media_type", "Unsupported media type", "invalid_request_error"),
            (_, 425) => ("too_early", "Too early", "api_error"),
            (_, 429) => {
                ("rate_limit_exceeded", "Too many requests, please try again later", "rate_limit_error")
            }
            (_, 502) => ("bad_gateway", "Upstream service error", "api_error"),
            (_, 503) => ("service_unavailable", "Service temporarily unavailable", "api_error"),
            (_, 504) => ("gateway_timeout", "Upstream service timed out", "api_error"),
            (_, 500..) => ("internal_error", "Internal server error", "api_error"),
            _ => ("invalid_request", "Invalid request parameters", "invalid_request_error"),
        }
    }

    /// The error reply of a status.
    pub fn error(self, status: u16) -> Failure {
        let (code, message, kind) = self.documented(status);
        let param = (self == Endpoint::Poll && status == 400).then(|| "task_id".to_owned());
        // get-credits.json alone gives codes as numbers.
        let code = if self == Endpoint::Credits { status.to_string() } else { code.to_owned() };
        Failure { endpoint: self, status, code, message: message.to_owned(), kind, param }
    }
}

/// An error on its way to a reply.
#[derive(Clone, Debug)]
pub struct Failure {
    endpoint: Endpoint,
    status: u16,
    /// Its code.
    pub code: String,
    /// Its wording.
    pub message: String,
    /// Its type.
    pub kind: &'static str,
    /// The field it is about.
    pub param: Option<String>,
}

impl Failure {
    /// The envelope this endpoint wraps errors in.
    pub fn reply(&self) -> Reply {
        if matches!(self.endpoint, Endpoint::Upload | Endpoint::File) {
            // Assumed: the upload files document the envelope of the files' host for a success only.
            let envelope = Object::new().flag("success", false);
            let envelope = envelope.number("code", u64::from(self.status)).text("msg", &self.message);
            return Reply::json(self.status, envelope.raw("data", "null").end());
        }
        let numeric = !self.code.is_empty() && self.code.bytes().all(|byte| byte.is_ascii_digit());
        let code = if numeric { self.code.clone() } else { super::write::text(&self.code) };
        let suggestion = (self.endpoint == Endpoint::Credits)
            .then_some(match self.status {
                429 => "retry after 60 seconds",
                500 | 502 => "try again later",
                503 => "retry after 30 seconds",
                _ => "",
            })
            .filter(|text| !text.is_empty());
        let error = Object::new()
            .raw("code", &code)
            .text("message", &self.message)
            .text("type", self.kind)
            .maybe("param", self.param.as_deref())
            .maybe("fallback_suggestion", suggestion);
        Reply::json(self.status, Object::new().raw("error", &error.end()).end())
    }

    /// The same about one field.
    #[must_use]
    pub fn about(mut self, param: &str) -> Self {
        self.param = Some(param.to_owned());
        self
    }
}
