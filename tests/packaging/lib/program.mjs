// Programs of a consumer: run to their end, or kept running until they are stopped.
import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";

const MINUTE = 60_000;

/** No tool phones home, asks, or finds this repository's own settings. */
const ENV = {
  CI: "1",
  NO_COLOR: "1",
  FORCE_COLOR: undefined,
  NODE_TEST_CONTEXT: undefined,
  NODE_OPTIONS: undefined,
  // npm hands its scripts what this repository asks of npm.
  npm_config_engine_strict: undefined,
  NEXT_TELEMETRY_DISABLED: "1",
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_HIDE_BANNER: "true",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  DENO_NO_UPDATE_CHECK: "1",
  DO_NOT_TRACK: "1",
};

function start(program, args, { cwd, env }) {
  const path = [join(cwd, "node_modules", ".bin"), process.env.PATH].join(delimiter);
  const windows = process.platform === "win32";
  // A group of its own: what a tool started in turn is stopped with it.
  return spawn(program, args, {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
    // Settings and logs, too, are gone with the consumer.
    env: { ...process.env, ...ENV, XDG_CONFIG_HOME: join(cwd, ".config"), PATH: path, ...env },
    detached: !windows,
    shell: windows,
  });
}

function kill(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    child.kill(signal);
  }
}

function collect(child) {
  const seen = { text: "" };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk) => {
      seen.text += chunk;
    });
  }
  return seen;
}

/** Runs a program of the consumer's to its end; answers what it printed, throws it if it fails or takes too long. */
export function run(program, args, { cwd, env, timeoutMs = 5 * MINUTE }) {
  return new Promise((resolve, reject) => {
    const child = start(program, args, { cwd, env });
    const seen = collect(child);
    const command = [program, ...args].join(" ");
    const timer = setTimeout(() => {
      kill(child, "SIGKILL");
      reject(new Error(`${command}: no end after ${timeoutMs / 1000} s\n${seen.text}`));
    }, timeoutMs);
    child.on("error", (error) => {
      clearTimeout(timer);
      reject(new Error(`${command}: ${error.message}`));
    });
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      if (code === 0) resolve(seen.text);
      else reject(new Error(`${command} ended with ${signal ?? `code ${code}`}\n${seen.text}`));
    });
  });
}

/** Starts a server of the consumer's; answers when it prints what `ready` matches: { match, output(), stop() }. */
export function serve(program, args, { cwd, env, ready, timeoutMs = 2 * MINUTE }) {
  return new Promise((resolve, reject) => {
    const child = start(program, args, { cwd, env });
    const seen = collect(child);
    const command = [program, ...args].join(" ");
    const closed = new Promise((done) => child.on("close", done));
    const stop = async () => {
      kill(child, "SIGTERM");
      const timer = setTimeout(() => kill(child, "SIGKILL"), 5000);
      await closed;
      clearTimeout(timer);
    };
    const fail = (why) => {
      clearTimeout(timer);
      reject(new Error(`${command}: ${why}\n${seen.text}`));
    };
    const timer = setTimeout(() => {
      stop();
      fail(`not ready after ${timeoutMs / 1000} s`);
    }, timeoutMs);
    child.on("error", (error) => fail(error.message));
    child.on("close", () => fail("ended before it was ready"));
    const look = () => {
      const match = ready.exec(seen.text);
      if (!match) return;
      clearTimeout(timer);
      child.stdout.off("data", look);
      child.stderr.off("data", look);
      resolve({ match, output: () => seen.text, stop });
    };
    child.stdout.on("data", look);
    child.stderr.on("data", look);
  });
}
