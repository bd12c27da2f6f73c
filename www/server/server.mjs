// One port: the page, the simulated API, a route that adds the key for the page, and the Worker in workerd.
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { bundle, pageFolder } from "./bundle.mjs";
import { createControls } from "./controls.mjs";
import { startEdge } from "./edge.mjs";
import { createFaults } from "./faults.mjs";
import { serveFile } from "./files.mjs";
import { createStudio } from "./studio.mjs";

const PROXY = "/api/wan";
const EVERYWHERE = new Set(["0.0.0.0", "::"]);

/** Under another name a page of a stranger's may be here: one whose name was made to point at this machine. */
function isOwnName({ headers }, host) {
  const name = /^(\[[0-9a-f:]+\]|[^:]+)(:\d+)?$/i.exec(headers.host ?? "")?.[1]?.toLowerCase();
  if (name === undefined) return false;
  // Listening everywhere, it is called by whatever addresses and names the machine has; an address cannot be rebound.
  return ["localhost", host].includes(name) || /^(\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:]+\])$/.test(name);
}

/** A page of another origin must not spend through the key-adding routes. */
function isForeign({ headers }) {
  const { origin, host } = headers;
  return origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`;
}

/** The same request with the key, addressed to the API. What a real proxy adds: who may spend, and how much. */
function withKey(request, key) {
  const { cookie, ...headers } = request.headers;
  return {
    method: request.method,
    url: request.url.slice(PROXY.length),
    headers: { ...headers, authorization: `Bearer ${key}` },
    [Symbol.asyncIterator]: () => request[Symbol.asyncIterator](),
  };
}

/** Promise.withResolvers, which Node 20 does not have. */
function deferred() {
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
}

function listen(server, port, host) {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** Listens on `port`, or the next free one where `next` allows it. */
async function listenFrom(server, { port, host, next }) {
  for (let candidate = port; ; candidate++) {
    try {
      return await listen(server, candidate, host);
    } catch (error) {
      if (error.code !== "EADDRINUSE" || !next || candidate >= port + 50) throw error;
    }
  }
}

/** Bundles and serves. `print` is given a line for each request the API gets. Answers the URL and a way to end it. */
export async function serve({ port, host, next, generationMs, print }) {
  await bundle();
  const key = `sk-demo-${randomBytes(12).toString("hex")}`;
  /** Comes up after the port is known, which its Worker is told. */
  const edge = deferred();
  const studio = createStudio({
    key,
    generationMs,
    onRequest(request) {
      if (request.fault !== undefined) faults.struck(request.kind);
      print(request);
      controls.seen(request);
    },
  });
  const controls = createControls({ studio: () => studio, faults: () => faults });
  const faults = createFaults((rules) => studio.setFaults(rules), controls.changed);

  const answer = async (request, response) => {
    const path = request.url ?? "/";
    if (isForeign(request) || !isOwnName(request, host)) {
      response.writeHead(403).end();
    } else if (path.startsWith(`${PROXY}/`)) {
      const known = await studio.handle(withKey(request, key), response);
      if (!known) response.writeHead(404).end();
    } else if (path.startsWith("/edge/")) {
      (await edge.promise).handle(request, response);
    } else if (path.startsWith("/dev/")) {
      await controls.handle(request, response);
    } else if (!(await studio.handle(request, response))) {
      serveFile(pageFolder, request, response);
    }
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      console.error(error);
      response.destroy();
    });
  });
  // A connection a request, so that a dropped one is seen: on a used connection Chromium tries again by itself.
  server.maxRequestsPerSocket = 1;
  await listenFrom(server, { port, host, next });
  const { port: taken } = server.address();
  const at = (name) => `http://${name.includes(":") ? `[${name}]` : name}:${taken}`;
  try {
    // "Every address" is none that can be called.
    edge.resolve(await startEdge({ key, apiBase: at(EVERYWHERE.has(host) ? "127.0.0.1" : host) }));
  } catch (error) {
    server.close();
    throw error;
  }
  return {
    url: at(host),
    async close() {
      faults.close();
      server.close();
      server.closeAllConnections();
      await (await edge.promise).close();
    },
  };
}
