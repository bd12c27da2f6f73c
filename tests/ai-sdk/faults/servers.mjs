// The simulated API in the words of two others: the same tasks, the same faults, the same broken connections. What is no
// task and no error envelope goes on as it came.

const STATUSES = {
  pending: "PENDING",
  processing: "RUNNING",
  completed: "SUCCEEDED",
  failed: "FAILED",
  cancelled: "CANCELED",
};

/** Source: Alibaba Cloud Model Studio, text-to-video API; @ai-sdk/alibaba reads the same fields. */
const dashScope = {
  prompt: ({ input }) => input.prompt,
  taskOf: (url) => /\/api\/v1\/tasks\/(.+)$/.exec(url)?.[1],
  task: ({ id, status, results, error }) => ({
    body: {
      request_id: "request",
      output: {
        task_id: id,
        task_status: STATUSES[status] ?? status,
        ...(results?.[0] ? { video_url: results[0] } : {}),
        ...(error ? { code: error.code, message: error.message } : {}),
      },
    },
  }),
  error: ({ code, message }) => ({ code, message, request_id: "request" }),
};

/** Source: fal's queue API; @ai-sdk/fal reads the same fields. */
const falQueue = {
  prompt: ({ prompt }) => prompt,
  taskOf: (url) => /\/requests\/(.+)$/.exec(url)?.[1],
  submitted: ({ id }) => ({
    body: { request_id: id, response_url: `https://queue.fal.run/fal-ai/wan/requests/${id}` },
  }),
  task: ({ status, results, error }) => {
    if (["pending", "processing"].includes(status))
      return { status: 400, body: { detail: "Request is still in progress" } };
    if (error) return { status: 422, body: { error: { message: error.message, code: 422 } } };
    return { body: results?.[0] ? { video: { url: results[0], content_type: "video/mp4" } } : { status } };
  },
  error: ({ message }, status) => ({ error: { message, code: status } }),
};

const LANGUAGES = { dashScope, falQueue };

/** A `fetch` for a provider that speaks one of them, over the API at `base`. */
export function speaking(name, base, key) {
  const language = LANGUAGES[name];
  return async (input, init = {}) => {
    const url = String(input);
    const { method = "GET", signal } = init;
    const headers = new Headers(init.headers);
    headers.set("authorization", `Bearer ${key}`);
    const taskId = language.taskOf(url);
    const body =
      method === "POST" ? JSON.stringify({ model: MODEL, prompt: language.prompt(JSON.parse(init.body)) }) : undefined;
    const path = taskId ? `/v1/tasks/${taskId}` : "/v1/videos/generations";
    const sent = { method, headers, signal, ...(body ? { body } : {}), redirect: init.redirect ?? "follow" };
    const answer = await globalThis.fetch(base + path, sent);
    return said(answer, language, method === "POST");
  };
}

const MODEL = "wan2.7-text-to-video";

async function said(answer, language, isSubmit) {
  const { status } = answer;
  const headers = new Headers(answer.headers);
  for (const name of ["content-length", "content-encoding", "transfer-encoding"]) headers.delete(name);
  const text = await answer.text().catch((error) => error);
  // A connection that breaks in the body breaks there.
  if (text instanceof Error)
    return new Response(new ReadableStream({ start: (to) => to.error(text) }), { status, headers });
  const told = translated(text, status, language, isSubmit);
  if (!told) return new Response([204, 304].includes(status) ? null : text, { status, headers });
  return new Response(JSON.stringify(told.body), { status: told.status ?? status, headers });
}

function translated(text, status, language, isSubmit) {
  let json;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (json?.error && typeof json.error === "object" && !json.id) return { body: language.error(json.error, status) };
  if (status >= 300 || typeof json?.id !== "string" || json.id === "") return undefined;
  return (isSubmit && language.submitted ? language.submitted : language.task)(json);
}
