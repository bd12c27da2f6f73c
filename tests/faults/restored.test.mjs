// The table in Node, with every step of a machine taken in another process of the operating system than the one before,
// out of the machine's stored text. The same endings are expected as in Node.
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildModule, STORED } from "../../scripts/build.mjs";
import { bundle } from "./engines/bundle.mjs";
import { filledIn } from "./engines/source.mjs";
import { runTable } from "./harness.mjs";
import { find } from "./table.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const here = (name) => fileURLToPath(new URL(`engines/${name}`, import.meta.url));
const entry = (name) => join(root, "js", "entries", `${name}.ts`);

/** The package with the stand-in in place of its glue. */
const standIn = {
  name: "stand-in",
  setup(build) {
    build.onResolve({ filter: /^wanreel(\/stores)?$/ }, ({ path }) => ({
      path: entry(path === "wanreel" ? "index" : "stores"),
    }));
    build.onResolve({ filter: /\/wanreel_bg\.js$/ }, ({ importer }) =>
      importer === here("restored-glue.mjs") ? undefined : { path: here("restored-glue.mjs") },
    );
  },
};

// The machines that are shipped have no stored form: nobody would ask for it.
await buildModule(STORED);
const { folder, remove } = await bundle("restored", {
  entryPoints: [here("restored.mjs"), here("caller.mjs")],
  outExtension: { ".js": ".mjs" },
  plugins: [standIn, ...filledIn(root, { wanreel: STORED.folder })],
});

async function startRestorer() {
  const child = fork(here("restorer.mjs"), { stdio: ["ignore", "pipe", "inherit", "ipc"] });
  const [line] = await once(child.stdout.setEncoding("utf8"), "data");
  return { port: Number(line), stop: () => child.disconnect() };
}

async function inProcess(name, place, stores) {
  const child = fork(join(folder, "restored.mjs"), [stores, JSON.stringify({ name, place })]);
  const [report] = await once(child, "message");
  child.kill("SIGKILL");
  await once(child, "exit");
  return report;
}

runTable("restored", async () => {
  const restorers = await Promise.all([startRestorer(), startRestorer()]);
  process.env.RESTORERS = JSON.stringify(restorers.map(({ port }) => port));
  const stores = mkdtempSync(join(tmpdir(), "wanreel-faults-"));
  const { run } = await import(join(folder, "restored.mjs"));
  return {
    runRow: (name, place) => (find(name).phases ? inProcess(name, place, stores) : run(name, place, stores)),
    reload() {},
    stop() {
      for (const { stop } of restorers) stop();
      rmSync(stores, { recursive: true });
      remove();
    },
  };
});
