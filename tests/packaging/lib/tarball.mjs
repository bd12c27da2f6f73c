// The package as it is published.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../../../scripts/lib/steps.mjs";

/** Packs what is in dist/ into `folder`: { path, bytes, unpacked, files: [{ path, size }] }. */
export function pack(folder) {
  const [packed] = JSON.parse(
    execFileSync("npm", ["pack", "--json", "--pack-destination", folder], {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      shell: process.platform === "win32",
    }),
  );
  const { filename, size, unpackedSize, files } = packed;
  return { path: join(folder, filename), bytes: size, unpacked: unpackedSize, files };
}
