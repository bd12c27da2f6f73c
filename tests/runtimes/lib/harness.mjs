// The world around an engine: a local HTTP server with simulators to talk to, the vectors, pages, and a place to
// report to. Every case opens a simulator of its own, under /w/<number>, so that cases do not meet.
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createHttpHandler, createSimulator } from "wanreel/simulator";

export const root = fileURLToPath(new URL("../../..", import.meta.url));

const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};
const readJson = (...path) => JSON.parse(readFileSync(join(root, "tests", ...path), "utf8"));

/** Every vector file by name. */
export const vectors = Object.fromEntries(
  readdirSync(join(root, "tests", "vectors"))
    .filter((name) => name.endsWith(".json"))
    .map((name) => [name.replace(".json", ""), readJson("vectors", name)]),
);

/** What every engine must answer, and does natively (see main.rs). */
export const agreement = readJson("runtimes", "agreement.json");

async function text(request) {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk;
  return body;
}

function json(response, value) {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value ?? null));
}

/** One simulator and what a case may ask about it. */
function openWorld(options, origin) {
  const simulator = createSimulator({ seed: 7, ...options });
  const handle = createHttpHandler(simulator, { origin, all: true });
  const control = {
    tasks: () => simulator.tasks(),
    log: () => simulator.log(),
    billed: () => simulator.billedMicroUsd(),
    faults: (faults) => simulator.setFaults(faults),
  };
  return { handle, control };
}

/**
 * Starts the server. `pages` are documents by path: `{ text, type, headers }`; `folders` are folders by prefix;
 * `onReport` hears what engines post to /report.
 */
export async function openHarness({ pages = {}, folders = {}, onReport = () => {} } = {}) {
  const worlds = [];

  async function answer(request, response) {
    const { pathname, search } = new URL(request.url, "http://harness.test");
    const [, number, rest] = /^\/w\/(\d+)(\/.*)$/.exec(pathname) ?? [];
    if (number !== undefined) {
      const world = worlds[number];
      const [, name] = /^\/control\/(\w+)$/.exec(rest) ?? [];
      if (name) return json(response, world.control[name](JSON.parse((await text(request)) || "null")));
      request.url = rest + search;
      return world.handle(request, response);
    }
    if (pathname === "/worlds") {
      const options = JSON.parse(await text(request));
      const baseUrl = `${origin}/w/${worlds.length}`;
      worlds.push(openWorld(options, baseUrl));
      return json(response, { baseUrl });
    }
    if (pathname === "/given") return json(response, { vectors, agreement });
    if (pathname === "/report") return json(response, onReport(JSON.parse(await text(request))));
    if (Object.hasOwn(pages, pathname)) {
      const { text, type = TYPES[extname(pathname)] ?? "text/html", headers } = pages[pathname];
      return response.writeHead(200, { "content-type": type, ...headers }).end(text);
    }
    const prefix = Object.keys(folders).find((start) => pathname.startsWith(start));
    if (!prefix || pathname.includes("..")) return response.writeHead(404).end();
    const bytes = readFileSync(join(folders[prefix], pathname.slice(prefix.length)));
    response.writeHead(200, { "content-type": TYPES[extname(pathname)] ?? "application/octet-stream" }).end(bytes);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      if (!response.headersSent) response.writeHead(error.code === "ENOENT" ? 404 : 500);
      response.end(String(error));
    });
  });
  // A connection that is closed just as it is used again would be a failure of the harness.
  server.keepAliveTimeout = 120_000;
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}
