//! One row a code: where it comes from, what causes it, whether something was billed, what to do beyond the hint.

/// Who says it.
#[derive(Clone, Copy)]
pub enum Where {
    /// The API, with this status, to a submit.
    Submit(u16),
    /// The API, with this status, to the read of a task.
    Read(u16),
    /// A task that ended without a video.
    Task,
    /// This client; the class it has there.
    Client(&'static str),
    /// The proxy, with this status.
    Proxy(u16),
    /// The pipeline, with this status.
    Edge(u16),
}

/// Whether something was billed. Source: guide, sections 7 and 13 (failed tasks are not billed).
#[derive(Clone, Copy)]
pub enum Billed {
    /// Nothing was made.
    No,
    /// Nobody knows.
    Perhaps,
    /// The task was, or will be, as it would have been without this error.
    TaskGoesOn,
    /// A submit made nothing; what was asked about a task has not changed it.
    CallOnly,
    /// The video was made.
    Yes,
}

impl Billed {
    /// For a table.
    pub const fn short(self) -> &'static str {
        match self {
            Billed::No => "No",
            Billed::Perhaps => "Perhaps",
            Billed::TaskGoesOn => "The task is, when it succeeds",
            Billed::CallOnly => "A submit: no. A task that was there: when it succeeds",
            Billed::Yes => "Yes",
        }
    }

    /// For the page.
    pub const fn words(self) -> &'static str {
        match self {
            Billed::No => "No. No video was made, and only a video that was made is billed.",
            Billed::Perhaps => {
                "Perhaps. The request may have arrived and be a task that is billed. Nobody can tell from here."
            }
            Billed::TaskGoesOn => {
                "The task is, when it succeeds. This error changes nothing of that: the task goes on."
            }
            Billed::CallOnly => {
                "Of a submit: no, it is certain that no task was made. Where the error has a `taskId`, or came from a read, a wait or a download, there is a task: it goes on, and is billed when it succeeds."
            }
            Billed::Yes => "Yes, if the task completed: its video was made. Fetching it again costs nothing.",
        }
    }
}

/// A row.
#[derive(Clone, Copy)]
pub struct Row {
    pub code: &'static str,
    /// The same code may come from several places.
    pub at: &'static [(Where, Billed)],
    pub cause: &'static str,
    pub todo: &'static str,
}

use Billed::{CallOnly, No, Perhaps, TaskGoesOn, Yes};
use Where::{Client, Edge, Proxy, Read, Submit, Task};

const fn row(
    code: &'static str,
    at: &'static [(Where, Billed)],
    cause: &'static str,
    todo: &'static str,
) -> Row {
    Row { code, at, cause, todo }
}

/// All rows: the client's own first, then the API's, those of tasks, the proxy's, the pipeline's.
pub const ROWS: &[Row] = &[
    row(
        "validation_failed",
        &[(Client("ValidationError"), No)],
        "The request is wrong: a field is missing, misspelt, out of range, or inputs do not go together. It was found before anything was sent.",
        "Read `error.issues`: each has the `path` of the field, what was found, what is allowed, and what to do. `validate(request)` finds the same without throwing.",
    ),
    row(
        "config",
        &[(Client("ConfigError"), No)],
        "An option of the client, the proxy or the pipeline is wrong, or the environment lacks something: no API key, a key in a page, a misspelt option.",
        "The message names the option. In a page, use a [proxy](/guide/keys-and-proxy) rather than a key.",
    ),
    row(
        "budget_exceeded",
        &[(Client("BudgetError"), No), (Proxy(402), No), (Edge(402), No)],
        "A limit of yours does not allow the request: it is too long, too fine, too dear, or today's money is spent. A proxy answers the same code with status 402.",
        "`error.limit` names the limit, `requested` and `remaining` say how much was asked for and is left, in micro-dollars. Where `ceiling` is true, say how long the input video is: it may fit then.",
    ),
    row(
        "submission_unknown",
        &[(Client("SubmissionUnknownError"), Perhaps), (Proxy(502), Perhaps)],
        "The request was sent, and its answer was lost: the connection broke, the time was up, or something between answered with a page of its own.",
        "Do not send it again by another way. Look for the task in the dashboard, then tell the client what you found: `client.reconcile(error.key, { taskId })` or `client.reconcile(error.key, \"not_accepted\")`. [Step by step](/guide/waiting#unknown).",
    ),
    row(
        "submission_under_way",
        &[(Client("WanError"), Perhaps)],
        "You called `reconcile` while somebody is still at work on that submit.",
        "Wait until it has ended. It counts as gone after five minutes at the latest (`timeouts.claimMs`).",
    ),
    row(
        "already_submitted",
        &[(Client("WanError"), TaskGoesOn)],
        "You called `reconcile` for a request whose task is known already.",
        "Wait for that task: `client.wait(error.taskId)`.",
    ),
    row(
        "network_error",
        &[(Client("NetworkError"), CallOnly)],
        "No usable answer after several attempts. Of a submit, it is certain that it was not accepted: the connection was refused, or the name of the host is not known. A read, a wait or a download only got no answer.",
        "Check the connection and `baseUrl`. Where the error has a `taskId`, go on with that task: `client.wait(error.taskId)`. Only where it has none, submit again.",
    ),
    row(
        "deadline",
        &[(Client("DeadlineError"), TaskGoesOn)],
        "The task still runs when your deadline (15 minutes, `poll.deadlineMs`) ends. It has not failed.",
        "`client.wait(error.task.id)` goes on waiting, now or in another process. Do not submit again: that would be a second task.",
    ),
    row(
        "store_failed",
        &[(Client("WanError"), CallOnly)],
        "The place where tasks are remembered refuses, is full, or did not answer within ten seconds. So nothing is sent: a task that nobody remembers could be paid for twice.",
        "Make the store work (free space, permissions, private mode of a browser), or leave `store` out to remember in memory.",
    ),
    row(
        "limits_failed",
        &[(Client("WanError"), No)],
        "The place where money is counted (`limits`) cannot be reached. Nothing is sent that is not counted.",
        "See that the store behind `limits` works, then try again.",
    ),
    row(
        "result_expired",
        &[(Client("WanError"), Yes), (Proxy(410), Yes)],
        "The video was made more than 24 hours ago, and its link has ended.",
        "It cannot be fetched any more. Archive videos as soon as they are done: [Keep the result](/guide/files#keep). Generating it again is a new task, and costs again.",
    ),
    row(
        "result_unavailable",
        &[(Client("NetworkError"), Yes)],
        "The host of the video refuses the link, though it should still live.",
        "Try again in a minute: `client.download(taskId)` reads a fresh link.",
    ),
    row(
        "not_a_video",
        &[(Client("WanError"), Yes), (Proxy(502), Yes)],
        "What the result's address answered is no video, for example a page of a captive portal or a proxy.",
        "Check what stands between you and the host of the results, then download again.",
    ),
    row(
        "sink_failed",
        &[(Client("WanError"), Yes)],
        "The place you archive to could not be written. The video itself is fine.",
        "Make the place writable, then `client.archive(task, sink)` again, within 24 hours.",
    ),
    row(
        "upload_failed",
        &[(Client("ApiError"), No)],
        "The files service did not take the file in.",
        "The message holds its words. Uploading again costs nothing. How large a file may be stands with [each mode](/modes/).",
    ),
    row(
        "media_unreadable",
        &[(Client("WanError"), No)],
        "A file could not be read: it was changed, moved or deleted after it was chosen, is a folder, or its address does not answer.",
        "Choose the file again. For an address, check that anybody can fetch it.",
    ),
    row(
        "callback_forbidden",
        &[(Client("WanError"), TaskGoesOn), (Edge(403), TaskGoesOn)],
        "A callback came whose address does not carry your secret. Anybody can send such a request.",
        "Answer it with 403, and handle nothing. If it was a real one, compare the `?secret=` of your `callback_url`.",
    ),
    row(
        "callback_invalid",
        &[(Client("WanError"), TaskGoesOn), (Edge(400), TaskGoesOn)],
        "A callback came whose body names no task.",
        "Answer it with 400, and handle nothing.",
    ),
    row(
        "no_credits_told",
        &[(Client("ApiError"), No)],
        "The API answered `credits()` with something that holds no figures.",
        "Check `baseUrl` and the key.",
    ),
    row(
        "not_initialized",
        &[(Client("WanError"), No)],
        "A function of `wanreel/slim` was called before its WebAssembly was loaded.",
        "`await init(source)` first, or import `wanreel`, which needs no init.",
    ),
    row(
        "not_loaded",
        &[(Client("WanError"), CallOnly)],
        "A part of the package that is loaded when it is first used (files, budgets, callbacks) could not be had: the page is offline, or was deployed anew since it was opened.",
        "Reload the page once it is online: a browser may keep until then that a file could not be loaded. A task goes on meanwhile, and its id is in the error, where there is one: [waiting](/guide/waiting).",
    ),
    row(
        "wasm_blocked",
        &[(Client("ConfigError"), No)],
        "The page's Content Security Policy, or the runtime, does not let WebAssembly be compiled.",
        "In a page allow `'wasm-unsafe-eval'` in `script-src`: [CSP](/guide/csp-cors-ssr). In Workers import `wanreel` as it is; its build for Workers brings the module along.",
    ),
    row(
        "unsupported_runtime",
        &[(Client("ConfigError"), No)],
        "Something every runtime has is missing, for example in a test environment that hides Node's globals.",
        "In Jest set `testEnvironment` to `node`.",
    ),
    row(
        "invalid_request",
        &[(Submit(400), No), (Proxy(400), No), (Edge(400), No)],
        "The API refuses the request, though this client found nothing wrong with it.",
        "The message holds the API's words, `error.param` the parameter. With `validate: \"off\"`, turn it on again: it says more.",
    ),
    row(
        "content_policy_violation",
        &[(Submit(400), No), (Task, No)],
        "The prompt, an image or the video is refused for what it shows. It may be refused at once (the API calls that `invalid_content`) or as a task that failed.",
        "Change the prompt or the images. The same request will be refused again.",
    ),
    row(
        "unauthorized",
        &[(Submit(401), No), (Read(401), TaskGoesOn), (Proxy(401), CallOnly), (Edge(401), CallOnly)],
        "The API key is missing, wrong or expired. From a proxy: the visitor is not signed in.",
        "Check `EVOLINK_API_KEY` or `apiKey`. While you wait for a task, the task goes on: mend the key, then `client.wait(taskId)`.",
    ),
    row(
        "no_api_key",
        &[(Proxy(401), CallOnly)],
        "The server that the proxy runs on has no API key, or one with a space or a line break in it. Nothing was sent to the API.",
        "Set `EVOLINK_API_KEY` on the server, and restart it. In Next it stands in `.env.local`, in a Worker in `.dev.vars` and, deployed, `wrangler secret put EVOLINK_API_KEY`. The server's console says the same.",
    ),
    row(
        "insufficient_quota",
        &[(Submit(402), No)],
        "The account has too few credits for this request.",
        "Top up. Tasks that were accepted before are paid for, and go on.",
    ),
    row(
        "model_access_denied",
        &[(Submit(403), No)],
        "The key may not use this model.",
        "Give the key access in the dashboard, or use another model.",
    ),
    row(
        "model_not_found",
        &[(Submit(404), No)],
        "The API has no model of this name. Stale ids are answered with a bare 404, without a word.",
        "The ids are `wan2.7-text-to-video`, `wan2.7-image-to-video`, `wan2.7-reference-video` and `wan2.7-video-edit`. If the id is right, check `baseUrl`.",
    ),
    row(
        "rate_limit_exceeded",
        &[(Submit(429), No), (Read(429), TaskGoesOn), (Proxy(429), CallOnly)],
        "Too many requests. The client has waited as long as the answer asked for, up to two minutes, and tried again.",
        "Send fewer at once: `client.generateAll(requests, { concurrency: 2 })`. `error.retryAfterMs` says how long to wait, where the API said so.",
    ),
    row(
        "internal_error",
        &[(Submit(500), No), (Read(500), TaskGoesOn), (Proxy(500), CallOnly), (Edge(500), CallOnly)],
        "The API failed, and said so in its own words. A submit was tried once more after 30 seconds, with the same `Idempotency-Key`. From a proxy or a pipeline: it failed itself, `authorize` for example.",
        "Try again later. If it lasts, send the support `error.requestId`; your own proxy or pipeline tells more in its log.",
    ),
    row(
        "task_not_found",
        &[(Read(404), CallOnly), (Proxy(404), CallOnly)],
        "There is no task with this id, for this key.",
        "Check the id (it begins with `task-unified-`), and that the key is of the account that made it.",
    ),
    row(
        "invalid_task_id",
        &[(Read(400), CallOnly)],
        "The id is not one of the API's.",
        "It begins with `task-unified-`. Behind a proxy ids look otherwise, and only that proxy knows them.",
    ),
    row(
        "permission_denied",
        &[(Read(403), TaskGoesOn)],
        "The key may not read this task: it belongs to another account.",
        "Use the key of the account that made it.",
    ),
    row(
        "quota_exceeded",
        &[(Read(402), TaskGoesOn), (Task, No)],
        "The account is empty. To a read: the task was paid for when it was accepted, so a wait goes on all the same. As the end of a task: it could not be paid for, and failed.",
        "Top up before the next submit.",
    ),
    row(
        "no_result",
        &[(Task, No), (Proxy(404), TaskGoesOn)],
        "The task says it completed, but names no video. From a proxy: the task has no video, or not yet.",
        "Read it once more: `client.retrieve(taskId)`. If there is still none, send the support the task's id.",
    ),
    row(
        "request_cancelled",
        &[(Task, No)],
        "The task was cancelled on the API's side.",
        "Submit again with `dedupe: false` if the video is still wanted.",
    ),
    row(
        "invalid_parameters",
        &[(Task, No)],
        "The model could not use one of the values, though the API had accepted the request.",
        "Simplify the request: one value back to its default at a time.",
    ),
    row(
        "image_processing_error",
        &[(Task, No)],
        "An image could not be opened, or could not be fetched.",
        "`checkMedia(request)` of `wanreel/media` looks at each file before you submit.",
    ),
    row(
        "image_dimension_mismatch",
        &[(Task, No)],
        "An image is too small or too large, or the first and the last frame have different shapes.",
        "Give both frames the same shape; the limits of sides and ratio stand at [Image to video](/modes/image-to-video). `checkMedia(request)` of `wanreel/media` finds what passes them.",
    ),
    row(
        "generation_failed_no_content",
        &[(Task, No)],
        "The model ran, and made nothing.",
        "Change the prompt.",
    ),
    row(
        "generation_timeout",
        &[(Task, No)],
        "The generation took too long on the API's side.",
        "Try again later, or with a shorter `duration`.",
    ),
    row(
        "resource_exhausted",
        &[(Task, No)],
        "The service has no room at the moment.",
        "Try again later; `fallback: true` lets wan2.6 take over.",
    ),
    row(
        "service_error",
        &[(Task, No)],
        "Something failed on the API's side.",
        "Submit again later. `fallback: true` lets wan2.6 take over where it lasts.",
    ),
    row(
        "service_unavailable",
        &[(Task, No), (Proxy(503), CallOnly), (Edge(503), CallOnly)],
        "The service is not there at the moment. From a proxy or a pipeline: its own store, or the API, is not there.",
        "Submit again later.",
    ),
    row(
        "resource_not_found",
        &[(Task, No)],
        "An image, video or audio could not be fetched by the API.",
        "Each URL must be reachable by anybody, without cookies, for as long as the task runs. Uploaded files live 72 hours.",
    ),
    row(
        "unknown_error",
        &[(Task, No)],
        "The task failed, and the API did not say why.",
        "Submit again; if it lasts, send the support the task's id.",
    ),
    row(
        "origin_not_allowed",
        &[(Proxy(403), CallOnly)],
        "A page of another site asked the proxy.",
        "Name the site in `allowedOrigins` if it is yours.",
    ),
    row(
        "model_not_allowed",
        &[(Proxy(403), No), (Edge(403), No)],
        "The site's proxy or pipeline does not offer this model (`models`).",
        "Choose one that is offered, or add it to `models`.",
    ),
    row(
        "callback_not_allowed",
        &[(Proxy(403), No), (Edge(400), No)],
        "The site does not let its visitors name a `callback_url`.",
        "Leave it out, or set `allowCallbackUrl` in the proxy. A pipeline sets it itself.",
    ),
    row(
        "idempotency_key_reused",
        &[(Proxy(422), No)],
        "The same `Idempotency-Key` came with another request.",
        "One key is one request. Make a new key.",
    ),
    row(
        "invalid_idempotency_key",
        &[(Proxy(400), No), (Edge(400), No)],
        "The `Idempotency-Key` is too short, too long, or has other characters.",
        "The message says what is allowed. Leave it out to have one made.",
    ),
    row(
        "request_timeout",
        &[(Proxy(400), No)],
        "The body of the request came too slowly.",
        "Send it again over a better connection; `timeouts.bodyMs` gives it longer.",
    ),
    row(
        "request_too_large",
        &[(Proxy(413), No)],
        "The body is longer than the proxy takes.",
        "Give files as URLs, or raise `maxBodyBytes` (JSON) or `uploads.maxBytes` (files).",
    ),
    row(
        "unsupported_media_type",
        &[(Proxy(415), No)],
        "The body is not what this route takes.",
        "Send JSON with `content-type: application/json`, not compressed.",
    ),
    row(
        "method_not_allowed",
        &[(Proxy(405), CallOnly), (Edge(405), CallOnly)],
        "The route exists, but not for this method.",
        "The answer's `Allow` header names those it takes. In Next, export the proxy as GET, POST and OPTIONS.",
    ),
    row(
        "not_found",
        &[(Proxy(404), CallOnly), (Edge(404), CallOnly)],
        "The proxy or pipeline has no such route, or no such job for this user.",
        "Check `mount`: a proxy stands at `/api/wan` unless told otherwise.",
    ),
    row(
        "bad_gateway",
        &[(Proxy(502), CallOnly)],
        "The proxy could not read what the API or its file host answered.",
        "Ask again. A submit whose answer was lost has the code `submission_unknown` instead.",
    ),
    row(
        "no_user",
        &[(Edge(403), CallOnly)],
        "An operator who is no user asked for a job.",
        "Let `authorize` answer a user for it.",
    ),
    row(
        "files_not_allowed",
        &[(Edge(400), No)],
        "A file was sent to the pipeline, which takes URLs.",
        "Upload first (`client.upload(file)`), and send the URL.",
    ),
    row(
        "operators_only",
        &[(Edge(403), CallOnly)],
        "The route is for operators.",
        "`operators: (request, env) => …` says who is one. Without it nobody is.",
    ),
    row(
        "invalid_value",
        &[(Edge(400), CallOnly)],
        "A parameter of the address, or of an operator's request, is none of those allowed.",
        "The message says what was found, and what is allowed.",
    ),
    row(
        "misconfigured",
        &[(Edge(500), CallOnly)],
        "The pipeline's options or bindings are not right.",
        "The pipeline's log names what is missing: [Deploy, operate, recover](/production).",
    ),
    row(
        "no_file",
        &[(Edge(404), Yes)],
        "The job has no video, or not yet, or it was deleted from the bucket.",
        "Look at the job's `state`. After `retentionDays` the job is forgotten.",
    ),
    row(
        "link_expired",
        &[(Edge(403), Yes)],
        "The signed link to the video has ended.",
        "Read the job again: `GET /jobs/{id}` gives a fresh link.",
    ),
    row(
        "notification_forbidden",
        &[(Client("WanError"), TaskGoesOn)],
        "A notification's signature is not of your secret, or it is too old.",
        "Answer with 403. Compare the secret, and the clock of your server.",
    ),
    row(
        "notification_invalid",
        &[(Client("WanError"), TaskGoesOn)],
        "A notification cannot be read.",
        "Answer with 400.",
    ),
];
