// The simulated API as consumers find it: over HTTP, open to every origin, and with the key put in for pages, as a
// proxy would. It also takes what pages report, and serves folders of files.
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { createHttpHandler, createSimulator } from "wanreel/simulator";

const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

const OPEN = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "*",
  "access-control-allow-headers": "*, authorization",
  "access-control-expose-headers": "*",
};

/** Starts it. `nextReport()` answers what the next page reports, or throws after a minute. */
export async function openApi() {
  const simulator = createSimulator({ generationMs: 100 });
  const folders = new Map();
  let handle;
  let told = () => {};

  async function answer(request, response) {
    for (const [name, value] of Object.entries(OPEN)) response.setHeader(name, value);
    if (request.method === "OPTIONS") return response.writeHead(204).end();
    const { pathname } = new URL(request.url, "http://api.test");
    if (pathname === "/report") {
      let body = "";
      for await (const chunk of request.setEncoding("utf8")) body += chunk;
      response.end();
      return told(JSON.parse(body));
    }
    const [, name, rest] = /^\/site\/([^/]+)(\/.*)$/.exec(pathname) ?? [];
    if (folders.has(name)) return file(folders.get(name), rest, response);
    request.headers.authorization ??= "Bearer sk-of-the-proxy";
    return handle(request, response);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => response.destroy(error));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${server.address().port}`;
  handle = createHttpHandler(simulator, { origin: url, all: true });

  return {
    url,
    /** Serves a folder; answers its URL. */
    site(name, folder) {
      folders.set(name, folder);
      return `${url}/site/${name}`;
    },
    nextReport: (timeoutMs = 60_000) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`no page reported within ${timeoutMs / 1000} s`)), timeoutMs);
        told = (report) => {
          clearTimeout(timer);
          if (report.error) reject(new Error(`in the page: ${report.error}`));
          else resolve(report.answer);
        };
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

function file(folder, path, response) {
  const asked = join(folder, normalize(path));
  const found = existsSync(asked) && statSync(asked).isDirectory() ? join(asked, "index.html") : asked;
  if (!found.startsWith(folder) || !existsSync(found)) return response.writeHead(404).end();
  response.writeHead(200, { "content-type": TYPES[extname(found)] ?? "application/octet-stream" });
  createReadStream(found).pipe(response);
}
