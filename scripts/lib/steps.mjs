// What every script needs: named steps with their time, child processes, and "am I the one being run?".
// Node built-ins only: the scripts run before any package is installed.
import { spawn } from "node:child_process";
import { realpathSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** A path inside the repository. */
export const at = (...parts) => join(root, ...parts);

/** A failure that needs no stack: the message says what to do. */
export class Stop extends Error {}

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** Runs one step and says how long it took; the step answers "unchanged" (or another word) to have it shown. */
export async function step(name, work) {
  const start = performance.now();
  console.log(`› ${name}`);
  const note = await work();
  console.log(`✓ ${name}${typeof note === "string" ? ` (${note})` : ""}  ${seconds(start)}`);
}

/**
 * Runs a program to its end. `capture` answers its output instead of showing it; `watch` is given the output
 * while it is shown; `allowFailure` answers the exit code instead of stopping.
 */
export function run(program, args = [], { capture, watch, allowFailure, env, stdin = "ignore", shell = false } = {}) {
  return new Promise((resolve, reject) => {
    const piped = capture || watch;
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: [stdin, piped ? "pipe" : "inherit", watch ? "pipe" : "inherit"],
      shell,
    });
    let output = "";
    const show = (stream, chunk) => {
      output += chunk;
      if (!capture) stream.write(chunk);
    };
    child.stdout?.setEncoding("utf8").on("data", (chunk) => show(process.stdout, chunk));
    child.stderr?.setEncoding("utf8").on("data", (chunk) => show(process.stderr, chunk));
    child.on("error", (error) => reject(new Stop(`${program} could not be started: ${error.message}`)));
    child.on("close", (code, signal) => {
      if (code !== 0 && !allowFailure) {
        reject(new Stop(`${program} ${args.slice(0, 4).join(" ")} ended with ${signal ?? `code ${code}`}`));
      } else {
        watch?.(output);
        resolve(capture ? output : (code ?? 1));
      }
    });
  });
}

/** Runs a package's own command (a JavaScript file) without a shell, so that it is the same on Windows. */
export const runPackage = (file, args, options) => run(process.execPath, [at("node_modules", file), ...args], options);

/** Runs npm: by the path npm itself gives its scripts, otherwise by name (on Windows that is a .cmd and needs a shell). */
export function npm(args, options) {
  const cli = process.env.npm_execpath;
  if (cli?.endsWith("npm-cli.js")) return run(process.execPath, [cli, ...args], options);
  return run("npm", args, { shell: process.platform === "win32", ...options });
}

const isMain = (url) => process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(url);

/** What of the arguments a script would pass over, doing its work as if it had not been asked. */
const unknown = (args, { flags = [], words = false }) =>
  args.filter((arg) => (arg.startsWith("-") ? !flags.includes(arg) : !words));

/**
 * Calls `work` if the file is being run rather than imported; `--help` prints `help` instead. `takes`: the flags there are,
 * and whether there are words beside them; without it, the script reads its arguments itself.
 */
export async function main(url, help, work, takes) {
  if (!isMain(url)) return;
  const args = process.argv.slice(2);
  if (args.includes("--help") || args.includes("-h")) {
    console.log(help);
    return;
  }
  const wrong = takes ? unknown(args, takes) : [];
  if (wrong.length > 0) {
    console.error(`✗ ${basename(fileURLToPath(url))} does not take ${wrong.join(" ")}\n\n${help}`);
    process.exitCode = 2;
    return;
  }
  try {
    await work(args);
  } catch (error) {
    console.error(error instanceof Stop ? `✗ ${error.message}` : error);
    process.exitCode = 1;
  }
}
