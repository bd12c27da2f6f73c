// Servers that echo the key wherever an answer has room for it.
export const KEY = "sk-secret-9d4e7f21c0ab5836";
const API = "https://api.evolink.ai";
const VIDEO = new Uint8Array([0, 0, 0, 24, 102, 116, 121, 112, 109, 112, 52, 50, 0, 0, 0, 0]);

/** The key as JSON may write it without writing it. */
const escaped = KEY.replace("s", "\\u0073");

const error = { error: { code: KEY, message: `no such key: Bearer ${KEY}`, type: `type ${KEY}`, param: KEY } };
const task = (more) => ({ id: "task-unified-1-echo", object: KEY, status: "pending", progress: 0, type: KEY, ...more });
const done = { status: "completed", progress: 100, results: [`https://media.example/${KEY}.mp4?key=${KEY}`] };
const sneaky = (value) => JSON.stringify(value).replaceAll(KEY, escaped);

const json = (value, status = 200) => ({ status, text: typeof value === "string" ? value : JSON.stringify(value) });

/** What the server answers to POST, to GET of a task, and at the link of the result. */
export const servers = {
  "POST 200 without an id": { post: json({ key: KEY, status: KEY }) },
  "POST 200 whose id is the key": { post: json(task({ id: `task-${KEY}` })), poll: json(task(done)) },
  "POST 200 in HTML": { post: json(`<h1>${KEY}</h1>`) },
  "a status that is the key": { post: json(task()), poll: json(task({ status: KEY })) },
  "a status that is the key, escaped": { post: json(task()), poll: json(sneaky(task({ status: KEY }))) },
  "a task failed with the key": { post: json(task()), poll: json(task({ status: "failed", ...error })) },
  "a task failed with the key, escaped": {
    post: json(task()),
    poll: json(sneaky(task({ status: "failed", ...error }))),
  },
  "a task refused with the key": {
    post: json(task()),
    poll: json(task({ status: "failed", error: { code: "content_policy_violation", message: KEY } })),
  },
  "a task without a result": {
    post: json(task()),
    poll: json(task({ status: "completed", result_data: [{ note: KEY }] })),
  },
  "a video": { post: json(task()), poll: json(task(done)) },
  "a video, escaped": { post: json(sneaky(task())), poll: json(sneaky(task(done))) },
  "a link that has expired": { post: json(task()), poll: json(task(done)), result: json(KEY, 403) },
  "a link that answers no video": { post: json(task()), poll: json(task(done)), result: json(KEY) },
  "a task that is lost": { post: json(task()), poll: json(`<p>${KEY}`, 502) },
  ...Object.fromEntries(
    [302, 400, 401, 402, 403, 404, 408, 409, 413, 422, 429, 500, 502, 503].flatMap((status) => [
      [`POST ${status}`, { post: json(error, status) }],
      [`POST ${status}, escaped`, { post: json(sneaky(error), status) }],
      [`POST ${status} in HTML`, { post: json(`<h1>${KEY}</h1>`, status) }],
      [`GET ${status}`, { post: json(task()), poll: json(error, status) }],
      [`GET ${status}, escaped`, { post: json(task()), poll: json(sneaky(error), status) }],
    ]),
  ),
};

/** A server that echoes the key in every header too, and what is sent to it. */
export function serverOf({ post, poll = json(task()), result }) {
  const sent = [];
  const fetch = async (input, init = {}) => {
    const url = new URL(input);
    const headers = new Headers(init.headers);
    sent.push({ url: String(input), headers: [...headers], api: url.origin === API });
    const { status, text } = url.origin !== API ? (result ?? { status: 200 }) : init.method === "POST" ? post : poll;
    const echo = {
      "x-request-id": KEY,
      "content-type": `text/${KEY}`,
      location: `https://elsewhere.example/?key=${KEY}`,
    };
    return new Response(text ?? VIDEO, { status, statusText: KEY, headers: { ...echo, "www-authenticate": KEY } });
  };
  return { sent, fetch };
}
