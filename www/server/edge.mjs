// The Worker in a real workerd, and the way to it.
import { readFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { workerModules } from "../../scripts/lib/worker-modules.mjs";
import { workerProgram } from "./bundle.mjs";

// Read when miniflare is loaded: nothing is to be asked of the network.
Object.assign(process.env, { WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false" });

const SIGNALS = ["SIGINT", "SIGTERM"];

/** Starts workerd; answers a handler for node:http and a way to end it. */
export async function startEdge({ key, apiBase, host }) {
  const { Log, LogLevel, Miniflare } = await import("miniflare");
  const handlers = SIGNALS.map((signal) => process.listeners(signal));
  const miniflare = new Miniflare({
    modules: workerModules(readFileSync(workerProgram, "utf8")),
    compatibilityDate: "2026-04-01",
    bindings: { EVOLINK_API_KEY: key, API_BASE: apiBase, HOST: host },
    durableObjects: { TASKS: "TaskStoreObject", LIMITS: "LimitsObject" },
    host: "127.0.0.1",
    cf: false,
    log: new Log(LogLevel.WARN),
  });
  const address = await miniflare.ready;
  // Miniflare ends the whole process at a signal, at once; here whoever started it ends it, and in order.
  for (const [index, signal] of SIGNALS.entries()) {
    for (const listener of process.listeners(signal)) {
      if (!handlers[index].includes(listener)) process.off(signal, listener);
    }
  }

  return {
    url: address.origin,
    handle(request, response) {
      const { method, url: path, headers } = request;
      const way = httpRequest(
        { host: address.hostname, port: address.port, method, path, headers, agent: false },
        (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
          answer.on("error", () => response.destroy());
        },
      );
      way.on("error", () => {
        if (!response.headersSent) response.writeHead(502);
        response.end();
      });
      // Whoever hangs up here hangs up there: the Worker stops waiting.
      response.on("close", () => way.destroy());
      request.pipe(way);
    },
    close: () => miniflare.dispose(),
  };
}
