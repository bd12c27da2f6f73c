// A Worker whose requests share one client: in an isolate, the promises and timers of a request end with it.
import { WanClient } from "wanreel";

const SECRET = "0123456789abcdef";
const clients = new Map();

/** `slow`: its key, or its listener, answers the first call never. */
function clientOf(name, address, slow, deadlineMs = 900_000) {
  const known = clients.get(name);
  if (known) return known;
  let calls = 0;
  const first = () => (calls++ === 0 ? new Promise(() => {}) : undefined);
  const key = "sk-test-0123456789";
  const apiKey = slow === "key" ? async () => (await first()) ?? key : key;
  const warnings = [];
  const onEvent = ({ type, code }) => {
    if (type === "warning") warnings.push(code);
    return slow === "listener" && type === "submitted" ? first() : undefined;
  };
  const made = new WanClient({ apiKey, baseUrl: address, poll: { initialMs: 200, maxMs: 400, deadlineMs }, onEvent });
  const both = { client: made, warnings };
  clients.set(name, both);
  return both;
}

function run(client, call, body) {
  if (call !== "receiveCallback") return client[call](body);
  const told = new Request(`https://example.com/hook?secret=${SECRET}`, { method: "POST", body: JSON.stringify(body) });
  return client.receiveCallback(told, { secret: SECRET });
}

export default {
  async fetch(request) {
    const { name, address, slow, call, body, leaveMs, deadlineMs } = await request.json();
    try {
      const { client, warnings } = clientOf(name, address, slow, deadlineMs);
      const work = run(client, call, body);
      if (leaveMs !== undefined) {
        // The answer goes out before the call is over, and what is left of the request ends with it.
        work.catch(() => {});
        await Promise.race([work, new Promise((done) => setTimeout(done, leaveMs))]);
        return Response.json({ left: true });
      }
      const { id, status, deduplicated } = (await work) ?? {};
      return Response.json({ id, status, deduplicated, warnings });
    } catch ({ name: error, code, message, idempotencyKey }) {
      return Response.json({ error, code, message, idempotencyKey });
    }
  },
};
