// Parts of the pipeline that no entry exports, for tests of them alone.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const { outputFiles } = await build({
  stdin: {
    contents: `export { signNotification } from "./js/edge/notification.ts";
      export { csvLine } from "./js/edge/operator/csv.ts";
      export { MOST_REQUESTS, Watch } from "./js/edge/watch.ts";`,
    resolveDir: root,
    loader: "ts",
  },
  bundle: true,
  write: false,
  format: "esm",
  platform: "node",
});
const source = Buffer.from(outputFiles[0].text).toString("base64");

export const { csvLine, signNotification, MOST_REQUESTS, Watch } = await import(
  `data:text/javascript;base64,${source}`
);
