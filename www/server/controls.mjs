// What only a simulated API has: faults and times to choose, the log of the other side, the bill.

import { randomBytes } from "node:crypto";

/** Server-sent events to every page that listens. */
function createChannel() {
  const listeners = new Set();
  return {
    send(type, data) {
      for (const response of listeners) response.write(`event: ${type}\ndata: ${JSON.stringify(data)}\n\n`);
    },
    open(response) {
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      listeners.add(response);
      response.on("close", () => listeners.delete(response));
    },
  };
}

async function readJson(request) {
  let text = "";
  for await (const chunk of request) if (text.length < 10_000) text += chunk;
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** The API's own id of a task, in the id that a proxy signed. */
const apiIdOf = (id) => id.split(".")[0];

const GENERATION_MS = [4_000, 12_000, 45_000];

export function createControls({ simulators, faults }) {
  const started = randomBytes(6).toString("hex");
  const channel = createChannel();
  const log = [];
  const state = () => ({
    started,
    generationMs: simulators().generationMs,
    choices: [...new Set([...GENERATION_MS, simulators().generationMs])].sort((a, b) => a - b),
    faults: faults().list(),
  });
  return {
    changed: () => channel.send("state", state()),
    /** One request of the API's log; without bodies and headers. */
    seen({ at, kind, method, path, status, taskId, fault, authorized, headers }) {
      const line = {
        at,
        kind,
        method,
        path,
        status,
        taskId,
        fault,
        authorized,
        userAgent: headers["user-agent"] ?? "",
      };
      log.push(line);
      if (log.length > 1000) log.shift();
      channel.send("request", line);
    },
    async handle(request, response) {
      const answer = (status, value) => {
        response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
        response.end(JSON.stringify(value));
      };
      const [, , room, id] = new URL(request.url ?? "/", "http://page.test").pathname.split("/");
      const route = `${request.method} ${room}`;
      if (route === "GET state") return answer(200, state());
      if (route === "GET events") return channel.open(response);
      if (route === "GET log") return answer(200, log);
      if (route === "GET bill") return answer(200, { microUsd: simulators().bill(apiIdOf(id ?? "")) ?? null });
      if (route === "POST generation") {
        const { ms } = await readJson(request);
        if (!Number.isFinite(ms) || ms < 0 || ms > 3_600_000) return answer(400, { message: "ms: 0 to 3600000" });
        simulators().generationMs = ms;
      } else if (route === "POST faults") {
        const { name, rule } = await readJson(request);
        try {
          if (!faults().arm(name, rule)) return answer(400, { message: `there is no fault ${name}` });
        } catch (error) {
          return answer(400, { message: error.message });
        }
      } else return answer(404, { message: "there is nothing here" });
      channel.send("state", state());
      return answer(200, state());
    },
  };
}
