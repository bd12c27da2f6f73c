/** `wanreel simulate`: the simulated API behind an HTTP server. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Command } from "commander";
import { createHttpHandler } from "../../simulator/http.js";
import { createSimulator } from "../../simulator/index.js";
import type { Simulator } from "../../simulator/types.js";
import { cannotListen, listenFrom } from "../listen.mjs";
import { style } from "../terminal.js";
import { UsageError } from "../usage-error.js";
import { EXAMPLES, FIRST_PORT, type Flags, flags, readFlags } from "./simulate-flags.js";
import { callbackLine, requestLine } from "./simulate-lines.js";
import { StateFile } from "./state-file.js";

/** Connections stay open longer than any poller pauses; gateways keep them a minute and more. */
const KEEP_ALIVE_MS = 75_000;

/** The command; `exit` hears its exit code. */
export function simulate(exit: (code: number) => void): Command {
  const command = new Command("simulate")
    .description("the Wan 2.7 video API, simulated over HTTP: nothing is generated, nothing is billed")
    .usage("[flags]")
    .helpOption("-h, --help", "This text (npx wanreel --version says the version)")
    .allowExcessArguments()
    .addHelpText("after", EXAMPLES)
    .action(async () => {
      const [extra] = command.args;
      if (extra !== undefined) throw new UsageError(`"${extra}" belongs to no flag`);
      const read = readFlags(command.opts());
      try {
        exit(await serve(read));
      } catch (error) {
        // The simulator names its options; on the command line they are flags.
        if (error instanceof TypeError && error.message.startsWith("createSimulator: ")) {
          throw new UsageError(read.blame(error.message.slice("createSimulator: ".length)));
        }
        throw error;
      }
    });
  for (const flag of flags()) command.addOption(flag);
  return command;
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
  const state = flags.state === undefined ? undefined : await StateFile.open(flags.state, simulator);
  const handler = createHttpHandler(simulator, { all: true, ...(flags.origin && { origin: flags.origin }) });
  const times = { keepAliveTimeout: KEEP_ALIVE_MS, headersTimeout: KEEP_ALIVE_MS + 5_000 };
  const at = { port: flags.port ?? FIRST_PORT, host: flags.host, next: flags.port === undefined };
  const server = createServer(times, (request, response) => void handler(request, response));
  try {
    await listenFrom(server, at);
  } catch (error) {
    const text = cannotListen(error as NodeJS.ErrnoException, at);
    throw new UsageError(text ?? `cannot listen on ${at.host}:${at.port}: ${(error as Error).message}`);
  }
  console.log(banner(server, flags));
  await stopped(server, simulator, state);
  return 0;
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
    `  new WanClient({ apiKey: "any", baseUrl: "${url}" })`,
    `  keys: ${flags.options.apiKeys ? `${flags.options.apiKeys.length} let in` : "any"}   fault rules: ${faults}   stop: Ctrl+C`,
    "",
  ];
  return lines.join("\n");
}

function stopped(server: Server, simulator: Simulator, state: StateFile | undefined): Promise<void> {
  return new Promise((resolve) => {
    const stop = async () => {
      const dollars = (simulator.billedMicroUsd() / 1e6).toFixed(2);
      console.log(`\n${simulator.tasks().length} tasks, $${dollars} not billed`);
      await state?.close();
      simulator.reset();
      server.close(() => resolve());
      server.closeAllConnections();
    };
    process.once("SIGINT", stop);
    process.once("SIGTERM", stop);
  });
}
