/** The API, simulated: in process, without a network. */
import { markSimulated } from "../internal/simulator-mark.js";
import { Callbacks } from "./callbacks.js";
import { exchange, type Sent } from "./exchange.js";
import { type Inside, insides } from "./inside.js";
import type { Fault, LoggedRequest, Simulator, SimulatorOptions } from "./types.js";
import { unpack } from "./unpack.js";
import { createMachine, type Machine } from "./wasm.js";

export { createHttpHandler, type HttpHandlerOptions } from "./http.js";
export type * from "./types.js";

const HOOKS = ["clock", "callbackFetch", "onRequest", "onCallback"] as const;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const MAX_REDIRECTS = 20;

/**
 * A simulated API. Give its `fetch` to a client: `new WanClient({ apiKey: "any", fetch: createSimulator().fetch })`.
 *
 * @throws TypeError, naming the option, where one is wrong.
 */
export function createSimulator(options: SimulatorOptions = {}): Simulator {
  const { machine, now } = start(options);
  const callbacks = new Callbacks(machine, options, now);
  let stirred = false;

  const send = async (sent: Sent): Promise<Response> => {
    const unpacked = await unpack(sent);
    // Not before the first request: where a Worker's module is loaded there is no chance to be had.
    if (!stirred) machine.stir(...entropy());
    stirred = true;
    const delivery = exchange(machine, unpacked, now());
    callbacks.pump();
    if (options.onRequest) options.onRequest(JSON.parse(machine.last_log()) as LoggedRequest);
    await inside.answered?.(sent.method);
    return delivery();
  };
  const inside: Inside = {
    send,
    state: () => machine.state(),
    restore(state) {
      refusing(() => machine.restore(state));
      stirred = false;
      callbacks.pump();
    },
  };

  const simulator: Simulator = {
    fetch: (input: RequestInfo | URL, init?: RequestInit) => drive(send, input, init),
    tasks() {
      return JSON.parse(machine.tasks(now()));
    },
    billedMicroUsd() {
      return machine.billed_micro_usd(now());
    },
    log() {
      return JSON.parse(machine.log());
    },
    setFaults(faults: Fault | readonly Fault[]) {
      refusing(() => machine.set_faults(JSON.stringify(faults)));
    },
    async tick() {
      await callbacks.settle();
    },
    reset() {
      callbacks.reset();
      machine.reset();
    },
  };
  insides.set(simulator, inside);
  markSimulated(simulator.fetch);
  return simulator;
}

function start(options: SimulatorOptions): { machine: Machine; now: () => number } {
  if (options === null || typeof options !== "object")
    throw new TypeError("createSimulator: options must be an object");
  for (const hook of HOOKS) {
    const given = options[hook];
    if (given !== undefined && typeof given !== "function")
      throw new TypeError(`createSimulator: ${hook} must be a function`);
  }
  const machine = refusing(() => createMachine(JSON.stringify(options)));
  const { clock } = options;
  return { machine, now: () => (clock ? clock() : Date.now()) };
}

function entropy(): [number, number] {
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
  return [high, low];
}

/** Rust throws a sentence; here it becomes an error. */
function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (reason) {
    throw typeof reason === "string" ? new TypeError(`createSimulator: ${reason}`) : reason;
  }
}

/** What fetch does around one exchange: reading the request, the signal, redirects. */
async function drive(
  send: (sent: Sent) => Promise<Response>,
  input: RequestInfo | URL,
  init: RequestInit | undefined,
): Promise<Response> {
  const isRequest = input instanceof Request;
  // The host does not matter; a relative URL is as good as another.
  const asked = new Request(isRequest ? input : new URL(String(input), "https://simulator.test"), init);
  // A Request's own signal follows the one given, but in some engines with another reason.
  const signal = init?.signal ?? (isRequest ? input.signal : asked.signal);
  signal.throwIfAborted();
  let body = new Uint8Array(await asked.arrayBuffer());
  signal.throwIfAborted();
  let url = new URL(asked.url);
  let { method } = asked;
  const headers = Object.fromEntries(asked.headers);
  for (let hops = 0; ; hops += 1) {
    const path = url.pathname + url.search;
    const response = await send({ method, path, host: url.host, headers, body, signal });
    Object.defineProperty(response, "url", { value: url.href, configurable: true });
    const location = response.headers.get("location");
    if (!REDIRECTS.has(response.status) || location === null || asked.redirect === "manual") return response;
    if (asked.redirect === "error" || hops === MAX_REDIRECTS)
      throw new TypeError("fetch failed", { cause: new Error("unexpected redirect") });
    url = new URL(location, url);
    if (response.status === 303 || (response.status < 303 && method === "POST")) {
      method = "GET";
      body = new Uint8Array();
    }
  }
}
