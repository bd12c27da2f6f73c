// Two imports of the package's own source that its build fills in; for bundles that are made of the source itself.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inline } from "../../../scripts/lib/inline.mjs";

/**
 * `inline:<module>` is a .wasm as a string, `table:<name>` JSON as text; out of the folder's own pkg.
 * @param folders of the modules in pkg, where one is not named like its module
 */
export function filledIn(folder, folders = {}) {
  const load = (namespace, contents, loader) => (build) => {
    build.onResolve({ filter: new RegExp(`^${namespace}:`) }, ({ path }) => ({ path: path.split(":")[1], namespace }));
    build.onLoad({ filter: /.*/, namespace }, ({ path }) => ({ contents: contents(path), loader }));
  };
  const wasm = (name) =>
    `export default ${inline(readFileSync(join(folder, "pkg", folders[name] ?? name, `${name}_bg.wasm`)))}`;
  const table = (name) => readFileSync(join(folder, "pkg", "tables", `${name}.json`), "utf8");
  return [
    { name: "inline", setup: load("inline", wasm, "js") },
    { name: "table", setup: load("table", table, "text") },
  ];
}
