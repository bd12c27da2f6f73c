/** `wanreel demo`: the page and a simulated API behind it, from the package alone. */
import { type Command, Option } from "commander";
import type { LoggedRequest } from "../../simulator/types.js";
import { command, type Exit, printJson } from "../command.js";
import { EXIT } from "../exit-code.js";
import { note, style } from "../terminal.js";
import { UsageError } from "../usage-error.js";
import { requestLine } from "./simulate-lines.js";

const FIRST_PORT = 8787;
const GENERATION_MS = 12_000;

interface Given {
  port?: number;
  host: string;
  generationMs: number;
  json?: boolean;
}

/** What dist/demo/server.js exports; it is built from www/server. */
interface DemoServer {
  serve(options: {
    port: number;
    host: string;
    next: boolean;
    generationMs: number;
    print(request: LoggedRequest): void;
  }): Promise<{ url: string; close(): Promise<void> }>;
}

export function demo(exit: Exit): Command {
  const port = new Option("--port <N>", `Port to listen on (default ${FIRST_PORT} or the next free one; 0: any)`);
  const generation = new Option("--generation-ms <MS>", "How long a generation takes");
  return command("demo", {
    description:
      "open a page to try requests on, with a simulated API behind it: nothing is generated, nothing is billed",
    examples: [
      ["demo", "then open the address it prints"],
      ["demo --port 3000", "on a port of your own"],
    ],
  })
    .addOption(port.argParser(readPort))
    .addOption(generation.argParser(readMilliseconds).default(GENERATION_MS))
    .option("--host <NAME>", "Address to listen on", "127.0.0.1")
    .action(async (options: Given) => exit(await run(options)));
}

function readPort(text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw new UsageError(`--port must be a whole number from 0 to 65535; got "${text}"`);
}

function readMilliseconds(text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new UsageError(`--generation-ms must be a whole number of milliseconds; got "${text}"`);
}

async function run({ port, host, generationMs, json }: Given): Promise<number> {
  // Built beside this file, and loaded by its place: it takes the package's other entries by their names.
  const { serve } = (await import(new URL("./demo/server.js", import.meta.url).href)) as DemoServer;
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => resolve());
  });
  const server = await serve({
    port: port ?? FIRST_PORT,
    host,
    next: port === undefined,
    generationMs,
    print: (request) => note(requestLine(request)),
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === undefined) throw error;
    throw new UsageError(`cannot listen on ${host}:${port ?? FIRST_PORT}: ${error.message}`);
  });
  if (json) printJson({ url: server.url });
  else console.log(`\n  ${style("cyan", server.url)}\n\n  Ctrl+C ends it. Requests to the simulated API:\n`);
  await stopped;
  await server.close();
  return EXIT.done;
}
