// Parts of the pipeline that no entry exports, for tests of them alone.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const { outputFiles } = await build({
  stdin: {
    contents: `export { signNotification } from "./js/edge/notification.ts";
      export { MOST_JOBS, Watch } from "./js/edge/watch.ts";`,
    resolveDir: root,
    loader: "ts",
  },
  bundle: true,
  write: false,
  format: "esm",
  platform: "node",
});
const source = Buffer.from(outputFiles[0].text).toString("base64");

export const { signNotification, MOST_JOBS, Watch } = await import(`data:text/javascript;base64,${source}`);
