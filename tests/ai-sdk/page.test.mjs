// The documentation's first program of the AI SDK, run as it stands there, against the simulator over HTTP.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { createHttpHandler, createSimulator } from "wanreel/simulator";
import { at, root } from "../../scripts/lib/steps.mjs";
import { sampleWith } from "../docs/samples.mjs";

/** The program with its packages, as a reader has it after `npm install wanreel ai`; answers how it ended. */
async function run(name, code, env) {
  const folder = at(".cache", "ai-sdk", name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  symlinkSync(root, join(folder, "node_modules", "wanreel"), "junction");
  writeFileSync(join(folder, "film.mjs"), code);
  const child = spawn(process.execPath, ["film.mjs"], { cwd: folder, env: { ...process.env, ...env } });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => {
      printed += text;
    });
  const [status] = await once(child, "close");
  return { status, printed, file: join(folder, "lake.mp4") };
}

test("the first program of the page saves a video, and pays for one", async (t) => {
  const simulator = createSimulator({ generationMs: 100 });
  let handle;
  const server = createServer((request, response) => handle(request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close().closeAllConnections());
  const api = `http://127.0.0.1:${server.address().port}`;
  handle = createHttpHandler(simulator, { origin: api, all: true });
  const env = { EVOLINK_API_KEY: "sk-of-the-documentation", EVOLINK_BASE_URL: api };

  const { code } = sampleWith('await writeFile("lake.mp4", video');
  const { status, printed, file } = await run("film", code, env);
  assert.equal(status, 0, printed);
  assert.equal(readFileSync(file).toString("latin1", 4, 8), "ftyp");
  // 5 s at $0.086 (guide, section 7).
  assert.equal(simulator.billedMicroUsd(), 430_000);

  // Why the page says that `download` is needed here.
  const without = await run("film-without", code.replace("download: wan.download,", ""), env);
  assert.equal(without.status, 1);
  assert.match(without.printed, /AI_DownloadError/);
  assert.ok(!existsSync(without.file));
});
