/** The command `wanreel simulate`. */
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createSimulator } from "../entries/simulator.js";
import { createHttpHandler } from "../simulator/http.js";
import type { Simulator } from "../simulator/types.js";
import { meant } from "./did-you-mean.js";
import { FIRST_PORT, FlagError, type Flags, HELP, readFlags } from "./flags.js";
import { callbackLine, requestLine, style } from "./lines.js";

/** How many ports are tried where none was asked for. */
const PORTS = 50;

/** Runs the command; resolves to its exit code, or never while the server runs. */
export async function main([command, ...args]: string[]): Promise<number> {
  if (command === undefined || command === "--help" || command === "-h" || command === "help") {
    console.log(HELP);
    return command === undefined ? 2 : 0;
  }
  if (command === "--version" || command === "-v") {
    console.log(version());
    return 0;
  }
  if (command !== "simulate") {
    if (command.startsWith("-")) return refuse(`the command comes first: wanreel simulate ${command}`);
    return refuse(`there is no command "${command}"${meant(command, ["simulate"]) || "; there is: wanreel simulate"}`);
  }
  let flags: Flags | undefined;
  try {
    flags = readFlags(args);
    if (flags) return await serve(flags);
    console.log(HELP);
    return 0;
  } catch (error) {
    if (error instanceof FlagError) return refuse(error.message);
    // The simulator names its options; on the command line they are flags.
    if (flags && error instanceof TypeError && error.message.startsWith("createSimulator: ")) {
      return refuse(flags.blame(error.message.slice("createSimulator: ".length)));
    }
    throw error;
  }
}

/** Of the package: its manifest is beside the folder this is built into. */
function version(): string {
  return JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version;
}

function refuse(sentence: string): number {
  console.error(`wanreel: ${sentence}\nTry: npx wanreel simulate --help`);
  return 2;
}

async function serve(flags: Flags): Promise<number> {
  const simulator = createSimulator({
    ...flags.options,
    callbackFetch: (url, init) => fetch(redirected(url, flags.callbackMap), init),
    ...(!flags.quiet && {
      onRequest: (request) => console.log(requestLine(request)),
      onCallback: (attempt) => console.log(callbackLine(attempt)),
    }),
  });
  const handler = createHttpHandler(simulator, { all: true, ...(flags.origin && { origin: flags.origin }) });
  const server = createServer((request, response) => void handler(request, response));
  try {
    await listen(server, flags);
  } catch (error) {
    return refuse(trouble(error as NodeJS.ErrnoException, flags));
  }
  console.log(banner(server, flags));
  await stopped(server, simulator);
  return 0;
}

/** Listens on the port that was asked for; where none was, on the first that is free. */
async function listen(server: Server, { port, host }: Flags): Promise<void> {
  for (let candidate = port ?? FIRST_PORT; ; candidate += 1) {
    try {
      return await listenOn(server, candidate, host);
    } catch (error) {
      const isTaken = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
      if (!isTaken || port !== undefined || candidate >= FIRST_PORT + PORTS) throw error;
    }
  }
}

function listenOn(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function trouble(error: NodeJS.ErrnoException, { port = FIRST_PORT, host }: Flags): string {
  if (error.code === "EADDRINUSE") return `port ${port} is in use; choose another with --port, or --port 0 for any`;
  if (error.code === "EACCES") return `port ${port} needs more rights; choose one above 1023`;
  if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND") return `this machine has no address "${host}"`;
  return `cannot listen on ${host}:${port}: ${error.message}`;
}

/** A callback must be https and public, so that of a program under test is sent where the flags say. */
function redirected(url: string, map: Map<string, string>): string {
  const { host, pathname, search } = new URL(url);
  const target = map.get(host.toLowerCase());
  return target === undefined ? url : target.replace(/\/$/, "") + pathname + search;
}

function banner(server: Server, flags: Flags): string {
  const { port } = server.address() as AddressInfo;
  const host = flags.host.includes(":") ? `[${flags.host}]` : flags.host;
  const url = `http://${host}:${port}`;
  const faults = [flags.options.faults ?? []].flat().length;
  const lines = [
    `${style("bold", "wanreel simulate")}  the Wan 2.7 video API, simulated: nothing is generated, nothing is billed`,
    "",
    `  ${style("cyan", url)}${flags.port === undefined && port !== FIRST_PORT ? `  (port ${FIRST_PORT} is in use)` : ""}`,
    "",
    `  new WanClient({ apiKey: "any", baseUrl: "${url}", filesBaseUrl: "${url}" })`,
    `  keys: ${flags.options.apiKeys ? `${flags.options.apiKeys.length} let in` : "any"}   fault rules: ${faults}   stop: Ctrl+C`,
    "",
  ];
  return lines.join("\n");
}

function stopped(server: Server, simulator: Simulator): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      const dollars = (simulator.billedMicroUsd() / 1e6).toFixed(2);
      console.log(`\n${simulator.tasks().length} tasks, $${dollars} not billed`);
      simulator.reset();
      server.close(() => resolve());
      server.closeAllConnections();
    };
    process.once("SIGINT", stop);
    process.once("SIGTERM", stop);
  });
}
