#!/usr/bin/env node
// From a clone to the running page: sets up, builds, and serves www/ beside a simulated API.
import { parseArgs } from "node:util";
import { cannotListen } from "../js/cli/listen.mjs";
import { build } from "./build.mjs";
import { main, Stop, step } from "./lib/steps.mjs";

const HELP = `start.mjs [options]

Sets up, builds, and serves the page with everything it needs on one port: the simulated API, a route that adds
the key, and the page's Worker in workerd. Nothing is generated and nothing is billed.

--port N            port (default 8787 or the next free one; 0: any)
--host NAME         address to listen on (default 127.0.0.1)
--generation-ms N   how long a generation takes at first (default 12000)
--no-build          serve what is built already
--verbose           print the Worker's own log as well, as JSON`;

const OPTIONS = {
  port: { type: "string" },
  host: { type: "string" },
  "generation-ms": { type: "string" },
  "no-build": { type: "boolean" },
  verbose: { type: "boolean" },
};
const FIRST_PORT = 8787;

function readOptions(args) {
  // Not strict: what begins with a dash may be a value, as in "--generation-ms -5", and then its own sentence says it better.
  const { tokens, values } = parseArgs({ args, options: OPTIONS, strict: false, tokens: true });
  for (const { kind, name, rawName, value } of tokens) {
    if (kind !== "option" || !Object.hasOwn(OPTIONS, name)) {
      throw new Stop(`start.mjs does not take ${rawName ?? value ?? "--"}\n\n${HELP}`);
    }
    const takesValue = OPTIONS[name].type === "string";
    if (takesValue && value === undefined) throw new Stop(`${rawName} needs a value\n\n${HELP}`);
    if (!takesValue && value !== undefined) throw new Stop(`${rawName} takes no value; got "${value}"`);
  }
  const whole = (name, standard, most) => {
    const value = values[name]?.trim() === "" ? Number.NaN : Number(values[name] ?? standard);
    if (Number.isInteger(value) && value >= 0 && value <= most) return value;
    throw new Stop(`--${name} must be a whole number from 0 to ${most}; got "${values[name]}"`);
  };
  return {
    port: whole("port", FIRST_PORT, 65_535),
    next: values.port === undefined,
    host: values.host ?? "127.0.0.1",
    built: values["no-build"] ?? false,
    verbose: values.verbose ?? false,
    generationMs: whole("generation-ms", 12_000, 3_600_000),
  };
}

const BROWSERS = /(HeadlessChrome|Edg|Firefox|Chrome|Version)\/(\d+)/;

/** "Mozilla/5.0 (X11; …) Chrome/142.0 Safari/537.36" in two words. */
function nameOf(userAgent = "") {
  const [, name, version] = (userAgent.startsWith("Mozilla/") && BROWSERS.exec(userAgent)) || [];
  return name ? `${name === "Version" ? "Safari" : name} ${version}` : userAgent;
}

function print({ at, method, path, status, taskId, fault, headers }) {
  const time = new Date(at).toISOString().slice(11, 23);
  const answer = status === 0 ? "no answer" : String(status);
  const about = [taskId && !path.includes(taskId) && taskId, fault && `fault: ${fault}`].filter(Boolean);
  console.log([time, method.padEnd(4), path, answer, ...about, nameOf(headers["user-agent"])].join("  "));
}

/** Resolves at the first SIGINT or SIGTERM. */
const interrupted = () =>
  new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, resolve);
  });

await main(import.meta.url, HELP, async (args) => {
  const options = readOptions(args);
  if (!options.built) await build();
  // From here on there is a workerd to take along.
  const ended = interrupted();
  let server;
  await step("page and Worker", async () => {
    // Not before the build: it needs the packages, and the package itself.
    const { serve } = await import("../www/server/server.mjs");
    server = await serve({ ...options, print }).catch((error) => {
      const why = cannotListen(error, options);
      throw why === undefined ? error : new Stop(why);
    });
  });
  const moved = options.next && new URL(server.url).port !== String(FIRST_PORT);
  console.log(
    `\n  ${server.url}${moved ? `  (port ${FIRST_PORT} is in use)` : ""}\n\n  Ctrl+C ends it. Requests to the simulated API:\n`,
  );
  await ended;
  await server.close();
});
