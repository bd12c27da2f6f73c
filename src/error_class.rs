//! The error classes: one row each. The JavaScript classes, their types and the table in docs/errors/index.md are written from here;
//! which answer has which class, [`crate::error`] says.

/// Where a class is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// An `ApiError` with nothing of its own: written by the build.
    Plain,
    /// With fields or a constructor of its own, in js/errors.
    Own,
}

macro_rules! classes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $shape:ident, $status:literal, $fields:literal;)*) => {
        /// The error classes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Class { $($(#[doc = $doc])+ $variant,)* }
        impl Class {
            /// All of them.
            pub const ALL: &'static [Class] = &[$(Class::$variant,)*];
            /// The JavaScript class.
            pub const fn name(self) -> &'static str {
                match self { $(Class::$variant => $name,)* }
            }
            /// Where it is written.
            pub const fn shape(self) -> Shape {
                match self { $(Class::$variant => Shape::$shape,)* }
            }
            /// The HTTP statuses it stands for; empty where it is told by something else.
            pub const fn status(self) -> &'static str {
                match self { $(Class::$variant => $status,)* }
            }
            /// The fields it adds.
            pub const fn fields(self) -> &'static str {
                match self { $(Class::$variant => $fields,)* }
            }
            /// When it is thrown.
            pub const fn about(self) -> &'static str {
                match self { $(Class::$variant => concat!($($doc),+).trim_ascii(),)* }
            }
        }
    };
}

classes! {
    /// The request is wrong; nothing was sent.
    Validation = "ValidationError", Own, "", "issues, omitted";
    /// An option or the environment is wrong; nothing was sent.
    Config = "ConfigError", Own, "", "";
    /// The budget does not allow it; nothing was sent.
    Budget = "BudgetError", Own, "", "limit, requested, remaining";
    /// Any answer that is no success: the base of those below.
    Api = "ApiError", Own, "", "status, requestId, retryable, retryAfterMs, body";
    /// The key is missing, wrong or expired.
    Authentication = "AuthenticationError", Plain, "401", "";
    /// Not enough credits.
    InsufficientQuota = "InsufficientQuotaError", Plain, "402", "";
    /// The key may not use this model or read this task.
    PermissionDenied = "PermissionDeniedError", Plain, "403", "";
    /// There is no such task.
    NotFound = "NotFoundError", Plain, "404", "";
    /// The gateway has no such model: a 404 to a submit, or 503 `model_not_found`.
    UnknownModel = "UnknownModelError", Plain, "", "";
    /// Too many requests.
    RateLimit = "RateLimitError", Plain, "429", "";
    /// The API refuses the request.
    InvalidRequest = "InvalidRequestError", Plain, "400", "";
    /// The service fails.
    Server = "ServerError", Plain, "5xx", "";
    /// Refused for what it shows, at once or as a failed task.
    ContentPolicy = "ContentPolicyError", Own, "", "task";
    /// No usable answer. A submit that ends so was not accepted; a task that was being read (`taskId`) goes on.
    Network = "NetworkError", Own, "", "attempt";
    /// A submit whose answer was lost: it may have been accepted and billed; see "Submitted once".
    SubmissionUnknown = "SubmissionUnknownError", Own, "", "fingerprint, idempotencyKey, requestId";
    /// The task ended without a video: failed, cancelled, or completed without a URL (code `no_result`).
    TaskFailed = "TaskFailedError", Own, "", "task";
    /// The task still runs, and may still be billed: `wait(task.id)` resumes.
    Deadline = "DeadlineError", Own, "", "task";
}
