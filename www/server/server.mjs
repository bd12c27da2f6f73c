// The page as a clone shows it: bundled anew, its Worker in workerd.
import { bundle, pageFolder } from "./bundle.mjs";
import { startEdge } from "./edge.mjs";
import { serveFile } from "./files.mjs";
import { serveSite } from "./site.mjs";

/** Bundles and serves; see serveSite. */
export async function serve(options) {
  await bundle();
  return serveSite({ ...options, startEdge, file: (request, response) => serveFile(pageFolder, request, response) });
}
