// The command line as a process of its own, beside a simulated API.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createHttpHandler, createSimulator } from "wanreel/simulator";

export const CLI = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
export const KEY = "sk-test-0123456789";
export const PROMPT = "A lighthouse keeper climbs the spiral stairs at dusk, the camera follows him slowly upwards";

/** A folder of this test's own; gone with it. */
export function folderOf(t) {
  const folder = mkdtempSync(join(tmpdir(), "wanreel-cli-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A simulated API over HTTP, and what of the environment leads to it; the user's data folder is the test's own. */
export async function world(t, options = {}) {
  const folder = folderOf(t);
  const simulator = createSimulator({ apiKeys: [KEY], generationMs: 100, ...options });
  const server = createServer(createHttpHandler(simulator, { all: true }));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const url = `http://127.0.0.1:${server.address().port}`;
  const env = { ...bare(folder), EVOLINK_API_KEY: KEY, EVOLINK_BASE_URL: url };
  return { simulator, url, env, folder, run: (args, given) => run(args, { env, cwd: folder, ...given }) };
}

/** An environment without a key, with a data folder of its own. */
export function bare(folder) {
  const { EVOLINK_API_KEY, EVOLINK_BASE_URL, FORCE_COLOR, ...rest } = process.env;
  return { ...rest, XDG_DATA_HOME: join(folder, "data") };
}

/** Starts it; `output.all` grows. */
export function start(args, { env, cwd, input, cli = CLI } = {}) {
  const child = spawn(process.execPath, [cli, ...args], {
    env,
    cwd,
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  child.stdin?.end(input);
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) {
    child[name].setEncoding("utf8").on("data", (text) => {
      output[name] += text;
    });
  }
  const ended = once(child, "close").then(([code]) => ({ code, ...output }));
  return { child, output, ended };
}

/** Runs it to its end: { code, stdout, stderr }. */
export function run(args, options) {
  return start(args, options).ended;
}

/** Waits until something holds. */
export async function until(what, holds, timeoutMs = 90_000) {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const found = await holds();
    if (found) return found;
    if (performance.now() > end) throw new Error(`${what} did not come in ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
