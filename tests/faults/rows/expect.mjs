// What rows expect, in short. A row's own fields come on top.

/** Paid once, and the video came. */
export const WELL = {
  outcome: "completed",
  posts: 1,
  polls: [1, 20],
  tasks: 1,
  billed: 1,
  record: "submitted",
  taskId: true,
};

/** A lost answer with no task behind it. */
export const UNKNOWN = {
  outcome: "SubmissionUnknownError",
  code: "submission_unknown",
  posts: 1,
  polls: 0,
  tasks: 0,
  billed: 0,
  record: "unknown",
  taskId: false,
};

/** A lost answer with a task behind it, which will be billed. */
export const UNKNOWN_BILLED = { ...UNKNOWN, tasks: 1, billed: 1 };

/** Refused: no task, no bill, nothing remembered. */
export const refused = (outcome, code, posts = 1) => {
  return { outcome, code, posts, polls: 0, tasks: 0, billed: 0, record: "none", taskId: false };
};

/** The end of a wait that is no video: the task is known and may be billed. */
export const ended = (outcome, code, more = {}) => {
  return { outcome, code, posts: 1, polls: [1, 60], tasks: 1, billed: 1, record: "submitted", taskId: true, ...more };
};

/** An engine's words for a connection that broke after the request may have left. */
export const BROKEN = [
  [
    "Node: other side closed",
    { message: "fetch failed", cause: { code: "UND_ERR_SOCKET", message: "other side closed" } },
  ],
  [
    "Node: reset",
    { message: "fetch failed", cause: { code: "ECONNRESET", syscall: "read", message: "read ECONNRESET" } },
  ],
  [
    "Node: broken pipe",
    { message: "fetch failed", cause: { code: "EPIPE", syscall: "write", message: "write EPIPE" } },
  ],
  [
    "Node: late headers",
    { message: "fetch failed", cause: { code: "UND_ERR_HEADERS_TIMEOUT", message: "Headers Timeout Error" } },
  ],
  ["Node: terminated", { message: "terminated", cause: { code: "UND_ERR_BODY_TIMEOUT" } }],
  ["Node: nothing but words", { message: "fetch failed" }],
  ["Chromium", { message: "Failed to fetch" }],
  ["Chromium: in the body", { message: "network error" }],
  ["Firefox", { message: "NetworkError when attempting to fetch resource." }],
  ["Safari", { message: "Load failed" }],
  ["Safari: lost", { message: "The network connection was lost." }],
  ["Safari: offline", { message: "The Internet connection appears to be offline." }],
  ["workerd", { message: "Network connection lost.", name: "Error", retryable: true }],
  ["workerd: internal", { message: "internal error; reference = 0123456789abcdef", name: "Error" }],
  [
    "Deno",
    {
      message:
        "error sending request for url (https://api.evolink.ai/v1/tasks): connection closed before message completed",
    },
  ],
  ["Bun", { message: "The socket connection was closed unexpectedly.", name: "Error", code: "ConnectionClosed" }],
  ["words that only name a refusal", { message: "connect ECONNREFUSED 127.0.0.1:443" }],
];

/** An engine's words for a connection that never came about. */
export const NEVER_LEFT = [
  ["Node: refused", { message: "fetch failed", cause: { code: "ECONNREFUSED", syscall: "connect" } }],
  ["Node: no such host", { message: "fetch failed", cause: { code: "ENOTFOUND", syscall: "getaddrinfo" } }],
  ["Node: resolver busy", { message: "fetch failed", cause: { code: "EAI_AGAIN", syscall: "getaddrinfo" } }],
  ["Node: no route", { message: "fetch failed", cause: { code: "ENETUNREACH", syscall: "connect" } }],
  ["Node: a port that fetch refuses", { message: "fetch failed", cause: { message: "bad port" } }],
  ["Node: connect timed out", { message: "fetch failed", cause: { code: "UND_ERR_CONNECT_TIMEOUT" } }],
  [
    "Bun: refused",
    { message: "Unable to connect. Is the computer able to access the url?", name: "Error", code: "ConnectionRefused" },
  ],
];
