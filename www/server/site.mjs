// The site on one port: the page, the simulated API, the package's proxy that adds the key for the page, and its Worker.
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { listen, listenFrom } from "../../js/cli/listen.mjs";
import { isOwnName, visitorCookie, visitorOf } from "../shared/visitor.js";
import { createControls } from "./controls.mjs";
import { createFaults } from "./faults.mjs";
import { createKeyRoute } from "./key-route.mjs";
import { createSimulators } from "./simulators.mjs";

/** Who asks the API without a name. */
const WORKER = "Cloudflare-Workers";

/** A page of another origin must not spend through the key-adding routes. */
function isForeign({ headers }) {
  const { origin, host } = headers;
  return origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`;
}

/** Whoever opens the page without a name is given one. */
function welcome(request, response) {
  if (visitorOf(request.headers.cookie) !== undefined) return;
  response.setHeader("set-cookie", visitorCookie(randomBytes(16).toString("base64url")));
}

/** A server that never lets a connection be used twice, so that a dropped one is seen: Chromium would try again by itself. */
function serverOf(answer) {
  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      console.error(error);
      response.destroy();
    });
  });
  server.maxRequestsPerSocket = 1;
  return server;
}

function end(server) {
  server.close();
  server.closeAllConnections();
}

/** A site without a Worker. */
const noEdge = async () => ({
  url: undefined,
  callBack: async () => new Response(null, { status: 204 }),
  handle: (_, response) => response.writeHead(404).end(),
  close: async () => {},
});

/**
 * Serves. `file` answers with the page's files; `startEdge` starts what answers under /edge/, where there is a Worker;
 * `print` is given a line for each request the API gets; `verbose`: the Worker's own log is printed as well. Answers the URL and a way to end it.
 */
export async function serveSite({ port, host, next, generationMs, print, file, verbose = false, startEdge = noEdge }) {
  const key = `sk-demo-${randomBytes(12).toString("hex")}`;
  const simulators = createSimulators({
    key,
    generationMs,
    onRequest(request) {
      if (request.fault !== undefined) faults.struck(request.kind);
      print(request);
      controls.seen(request);
    },
    callBack: async (url, init) => (await edge).callBack(url, init),
    onCallback({ taskId, status }) {
      const headers = { "user-agent": "the API" };
      const call = {
        at: Date.now(),
        kind: "callback",
        method: "POST",
        path: "callback",
        status: status ?? 0,
        taskId,
        headers,
      };
      print(call);
      controls.seen(call);
    },
  });
  const controls = createControls({ simulators: () => simulators, faults: () => faults });
  const faults = createFaults((rules) => simulators.setFaults(rules), controls.changed);

  // For the proxies, which send a key over plain http to their own machine alone, whatever the page is served on.
  const api = serverOf(async (request, response) => {
    // Node's fetch names itself; workerd's names nobody.
    request.headers["user-agent"] ??= WORKER;
    if (!(await simulators.handle(request, response))) response.writeHead(404).end();
  });
  await listen(api, 0, "127.0.0.1");
  const apiBase = `http://127.0.0.1:${api.address().port}`;
  const keyRoute = createKeyRoute({ key, apiBase });
  const edge = startEdge({ key, apiBase, host, verbose });

  const page = serverOf(async (request, response) => {
    const path = request.url ?? "/";
    if (isForeign(request) || !isOwnName(request.headers.host, host)) {
      response.writeHead(403).end();
    } else if (path.startsWith(`${keyRoute.mount}/`)) {
      await keyRoute.handle(request, response);
    } else if (path.startsWith("/edge/")) {
      (await edge).handle(request, response);
    } else if (path.startsWith("/dev/")) {
      await controls.handle(request, response);
    } else if (!(await simulators.handle(request, response))) {
      welcome(request, response);
      file(request, response);
    }
  });
  async function close() {
    faults.close();
    for (const server of [page, api]) end(server);
    await edge.then(
      (started) => started.close(),
      () => {},
    );
  }
  try {
    await Promise.all([listenFrom(page, { port, host, next }), edge]);
  } catch (error) {
    await close();
    throw error;
  }
  const name = host.includes(":") ? `[${host}]` : host;
  return { url: `http://${name}:${page.address().port}`, edgeUrl: (await edge).url, close };
}
