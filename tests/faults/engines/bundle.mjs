// The driver as one file, as an engine's own bundler would make it of the package.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Bundles engines/<name>.mjs into a folder of its own. */
export async function bundle(name, options) {
  const folder = mkdtempSync(join(tmpdir(), "wanreel-faults-"));
  await build({
    entryPoints: [fileURLToPath(new URL(`${name}.mjs`, import.meta.url))],
    outdir: folder,
    bundle: true,
    format: "esm",
    external: ["node:*"],
    logLevel: "warning",
    ...options,
  });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
