// Serves the page's files, each under a policy that lets in nothing from elsewhere.
import { createReadStream, statSync } from "node:fs";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".map": "application/json",
  ".svg": "image/svg+xml",
};

const POLICY = [
  "default-src 'self'",
  // WebAssembly is compiled from bytes; 'unsafe-eval' is not needed.
  "script-src 'self' 'wasm-unsafe-eval'",
  "media-src 'self' blob:",
  // blob: the pictures of files that the visitor has chosen.
  "img-src 'self' data: blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const HEADERS = {
  "content-security-policy": POLICY,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-cache",
};

export function serveFile(folder, request, response) {
  const { pathname } = new URL(request.url ?? "/", "http://page.test");
  const path = join(folder, normalize(pathname === "/" ? "/index.html" : decodeURIComponent(pathname)));
  const type = TYPES[extname(path)];
  const found = path.startsWith(folder) && type && statSync(path, { throwIfNoEntry: false })?.isFile();
  if (!found || (request.method !== "GET" && request.method !== "HEAD")) {
    response.writeHead(found ? 405 : 404, { ...HEADERS, "content-type": "text/plain; charset=utf-8" });
    response.end(found ? "GET only\n" : "There is nothing here\n");
    return;
  }
  response.writeHead(200, { ...HEADERS, "content-type": type });
  if (request.method === "HEAD") response.end();
  else createReadStream(path).pipe(response);
}
