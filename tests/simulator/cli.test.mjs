// `wanreel simulate`, as a process of its own.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const CLI = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const KEY = { authorization: "Bearer sk-test" };
const REQUEST = { model: "wan2.7-text-to-video", prompt: "A lighthouse keeper climbs the stairs at dusk" };

function start(...args) {
  const child = spawn(process.execPath, [CLI, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NO_COLOR: "1" },
  });
  const output = { text: "" };
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (chunk) => (output.text += chunk));
  return { child, output };
}

/** Runs to the end. */
async function ended(...args) {
  const { child, output } = start(...args);
  const [code] = await once(child, "close");
  return { code, text: output.text };
}

/** Waits until the output holds the pattern. */
async function until(output, pattern) {
  for (let tries = 0; tries < 200; tries += 1) {
    const found = pattern.exec(output.text);
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return assert.fail(`${pattern} is not in:\n${output.text}`);
}

async function serving(t, ...args) {
  const { child, output } = start("simulate", "--port", "0", ...args);
  t.after(() => child.kill());
  const [url] = await until(output, /http:\/\/\S+:\d+/);
  const post = (request = REQUEST) =>
    fetch(`${url}/v1/videos/generations`, {
      method: "POST",
      headers: { ...KEY, "content-type": "application/json", "user-agent": "my-app/1.0" },
      body: JSON.stringify(request),
    });
  const poll = async (id) => (await fetch(`${url}/v1/tasks/${id}`, { headers: KEY })).json();
  return { child, output, url, post, poll };
}

test("serves, logs a line a request, and ends on a signal", async (t) => {
  const { child, output, url, post, poll } = await serving(t, "--generation-ms", "0");
  const { id } = await (await post()).json();
  const task = await poll(id);
  assert.equal(task.results[0], `${url}/results/${id}.mp4`);
  assert.equal((await fetch(task.results[0])).headers.get("content-type"), "video/mp4");
  await post({ ...REQUEST, duration: 99 });
  await until(output, new RegExp(`POST  /v1/videos/generations  200  ${id}  my-app/1.0`));
  await until(output, new RegExp(`GET   /v1/tasks/${id}  200`));
  await until(output, /400 {2}duration must be a whole number from 2 to 15/);
  child.kill("SIGTERM");
  const [code] = await once(child, "close");
  assert.equal(code, 0);
  assert.match(output.text, /1 tasks?, \$0\.43/);
});

test("takes its options", async (t) => {
  const { output, url, post } = await serving(
    t,
    ...[
      "--api-key",
      "sk-test",
      "--api-key",
      "other",
      "--credits",
      "30",
      "--quiet",
      "--seed",
      "7",
      "--prices",
      "list-2026-10",
    ],
    ...[
      "--fault",
      '{"on":"submit","nth":1,"status":429,"retryAfter":3}',
      "--idempotency",
      "honour",
      "--unknown-model",
      "unavailable",
    ],
  );
  const refused = await post();
  assert.deepEqual([refused.status, refused.headers.get("retry-after")], [429, "3"]);
  assert.equal((await (await post()).json()).usage.credits_reserved, 27.2);
  assert.equal((await post()).status, 402);
  assert.equal((await post({ model: "wan9" })).status, 503);
  const credits = (authorization) => fetch(`${url}/v1/credits`, { headers: { authorization } });
  assert.equal((await credits("Bearer third")).status, 401);
  assert.equal((await credits("Bearer other")).status, 200);
  assert.match(output.text, /keys: 2 let in/);
  assert.ok(!output.text.includes("POST"));
});

test("sends callbacks where the map says", async (t) => {
  const bodies = [];
  const receiver = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    bodies.push([request.url, JSON.parse(text).status]);
    response.writeHead(204).end();
  });
  await new Promise((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  t.after(() => receiver.close());
  const target = `http://127.0.0.1:${receiver.address().port}/hooks`;
  const { output, post } = await serving(t, "--generation-ms", "20", "--callback-map", `Example.com=${target}`);
  await post({ ...REQUEST, callback_url: "https://example.com/done?x=1" });
  await until(output, /CALLBACK {2}https:\/\/example.com\/done\?x=1 {2}204/);
  assert.deepEqual(bodies, [["/hooks/done?x=1", "completed"]]);
});

test("a port in use is said so", async (t) => {
  const { url } = await serving(t);
  const { code, text } = await ended("simulate", "--port", new URL(url).port);
  assert.equal(code, 2);
  assert.match(text, /port \d+ is in use: choose another with --port/);
});

test("where no port was asked for, the next free one is taken, and said", async (t) => {
  const usual = createServer();
  // Held by another program, it is as much in use.
  await new Promise((resolve) => usual.once("error", resolve).listen(8787, "127.0.0.1", resolve));
  t.after(() => usual.close());
  const { child, output } = start("simulate");
  t.after(() => child.kill());
  const [, port] = await until(output, /http:\/\/127\.0\.0\.1:(\d+) {2}\(port 8787 is in use\)/);
  assert.ok(Number(port) > 8787 && Number(port) < 8900, port);
  assert.equal((await fetch(`http://127.0.0.1:${port}/v1/credits`, { headers: KEY })).status, 200);
});

test("bad flags are named, with what was found and what is allowed", async () => {
  const cases = [
    [["simulate", "--port", "x"], /--port must be a whole number from 0 to 65535; got "x"/],
    [["simulate", "--port", "99999"], /--port must be a whole number from 0 to 65535; got "99999"/],
    [["simulate", "--port"], /--port needs a value/],
    [["simulate", "--port", "--quiet"], /--port needs a value; --quiet is another flag/],
    [["simulate", "--quiet=yes"], /--quiet takes no value; got "yes"/],
    [["simulate", "--bogus"], /there is no flag --bogus\n/],
    [["simulate", "--prot", "1"], /there is no flag --prot; did you mean --port\?/],
    [["simulate", "--idempotence", "honour"], /there is no flag --idempotence; did you mean --idempotency\?/],
    [["simulate", "-x"], /there is no flag -x\n/],
    [["simulate", "extra"], /"extra" belongs to no flag/],
    [["simulate", "--credits", "-5"], /--credits must be a number, 0 or more; got "-5"/],
    [["simulate", "--generation-ms", "-5"], /--generation-ms must be a number, 0 or more; got "-5"/],
    [["simulate", "--generation-ms", "9-3"], /--generation-ms must be a range with min ≤ max; got "9-3"/],
    [["simulate", "--unknown-model", "x"], /--unknown-model must be "not_found" or "unavailable"; got "x"/],
    [["simulate", "--origin", "here"], /--origin must be an http or https URL; got "here"/],
    [["simulate", "--fault", "{"], /--fault must be JSON: .*; got '\{'/],
    [["simulate", "--fault", '{"od":1}'], /unknown option "od" of faults\[0\]/],
    [["simulate", "--latency", "soon"], /--latency must be a number/],
    [["simulate", "--seed", "1.5"], /--seed must be a whole number from 0 to \d+; got "1.5"/],
    [["simulate", "--prices", "cheap"], /--prices must be "guide-2026-05" or "list-2026-10"; got "cheap"/],
    [["simulate", "--idempotency", "maybe"], /--idempotency must be "honour" or "ignore"; got "maybe"/],
    [["simulate", "--callback-map", "x"], /--callback-map must be HOST=URL/],
    [["simulate", "--input", "x"], /--input must be URL=SECONDS/],
    [["simulate", "--input", "x=long"], /--input must be URL=SECONDS; got "x=long"/],
    [["imagine"], /there is no command "imagine"; there is: generate, .*simulate/],
    [["simulat"], /there is no command "simulat"; did you mean simulate\?/],
    [["--port", "1"], /the command comes first: wanreel simulate --port/],
  ];
  await Promise.all(
    cases.map(async ([args, message]) => {
      const { code, text } = await ended(...args);
      assert.equal(code, 2, args.join(" "));
      assert.match(text, message);
      assert.match(text, args[0] === "simulate" ? /Try: npx wanreel simulate --help/ : /Try: npx wanreel --help/);
      assert.ok(!text.includes("    at "), "no stack");
    }),
  );
});

test("helps", async () => {
  for (const args of [
    ["simulate", "--help"],
    ["simulate", "-h"],
    ["help", "simulate"],
  ]) {
    const { code, text } = await ended(...args);
    assert.equal(code, 0);
    assert.match(text, /Usage: npx wanreel simulate/);
  }
  for (const args of [["--help"], ["help"]]) {
    const { code, text } = await ended(...args);
    assert.equal(code, 0);
    assert.match(text, /\n {2}simulate +the Wan 2\.7 video API, simulated over HTTP/);
  }
  assert.equal((await ended()).code, 2);
});

test("says its version", async () => {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  assert.deepEqual(await ended("--version"), { code: 0, text: `${version}\n` });
});
