// The page without its Worker, from what was built beforehand: `npx wanreel demo`. Nothing here needs more than the package.
import { fileURLToPath } from "node:url";
import { serveFile } from "./files.mjs";
import { serveSite } from "./site.mjs";

const page = fileURLToPath(new URL("page", import.meta.url));
/** The package's own files, which the page imports as they are. */
const dist = fileURLToPath(new URL("..", import.meta.url));
const PREFIX = "/wanreel/";

/** Serves; see serveSite. */
export function serve(options) {
  return serveSite({
    ...options,
    file(request, response) {
      const { method, url = "/" } = request;
      if (url.startsWith(PREFIX)) serveFile(dist, { method, url: url.slice(PREFIX.length - 1) }, response);
      else serveFile(page, request, response);
    },
  });
}
