/** The command line's flags, read into the simulator's options. */
import { parseArgs } from "node:util";
import type { Fault, Milliseconds, SimulatorOptions } from "../types.js";

export const HELP = `wanreel simulate: the Wan 2.7 video API, simulated over HTTP

Usage: npx wanreel simulate [flags]

  --port N                Port to listen on (default 8787; 0: any free one)
  --host NAME             Address to listen on (default 127.0.0.1)
  --api-key KEY           Let in only this key; may be given several times (default: any key)
  --latency MS            How long every answer takes: 200 or 100-400 (default 0)
  --generation-ms MS      How long a generation takes: 5000 or 3000-6000 (the default)
  --credits N             Credits on the account, about 68 a dollar (default a million)
  --prices NAME           guide-2026-05 (default) or list-2026-10
  --input URL=SECONDS     Length of an input medium (default 5); may be given several times
  --idempotency MODE      ignore (default) or honour the Idempotency-Key
  --unknown-model MODE    not_found (default: a bare 404) or unavailable (503 model_not_found)
  --seed N                Where chance begins (default 1)
  --fault JSON            A fault rule; may be given several times
  --callback-map HOST=URL Send callbacks for https://HOST to URL instead, e.g. example.com=http://localhost:3000
  --origin URL            Where results and files are linked to (default: the host asked)
  --quiet                 No line for each request
  --help                  This text (npx wanreel --version says the version)

Fault rules:
  --fault '{"on":"poll","nth":2,"do":"drop_before"}'         the second status request loses its connection
  --fault '{"on":"submit","rate":0.2,"status":429,"retryAfter":3}'   one submit in five is told to wait
  --fault '{"contains":"dragon","do":"fail","code":"content_policy_violation"}'

Then: new WanClient({ apiKey: "any", baseUrl: "http://127.0.0.1:8787", filesBaseUrl: "http://127.0.0.1:8787" })`;

/** A mistake in the flags, in a sentence. */
export class FlagError extends Error {}

export interface Flags {
  port: number;
  host: string;
  quiet: boolean;
  origin: string | undefined;
  /** Host of a callback URL, in lower case → where to send it. */
  callbackMap: Map<string, string>;
  options: SimulatorOptions;
}

const FLAGS = {
  port: { type: "string" },
  host: { type: "string" },
  "api-key": { type: "string", multiple: true },
  latency: { type: "string" },
  "generation-ms": { type: "string" },
  credits: { type: "string" },
  prices: { type: "string" },
  input: { type: "string", multiple: true },
  idempotency: { type: "string" },
  "unknown-model": { type: "string" },
  seed: { type: "string" },
  fault: { type: "string", multiple: true },
  "callback-map": { type: "string", multiple: true },
  origin: { type: "string" },
  quiet: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/** Reads the flags; undefined where help was asked for. */
export function readFlags(args: string[]): Flags | undefined {
  const given = parse(args);
  if (given.help) return undefined;
  const options: SimulatorOptions = {
    ...(given["api-key"] && { apiKeys: given["api-key"] }),
    ...(given.latency !== undefined && { latency: milliseconds("latency", given.latency) }),
    ...(given["generation-ms"] !== undefined && {
      generationMs: milliseconds("generation-ms", given["generation-ms"]),
    }),
    ...(given.credits !== undefined && { credits: number("credits", given.credits) }),
    // Names are checked by the simulator itself, which says what there is.
    ...(given.prices !== undefined && { prices: given.prices as "guide-2026-05" }),
    ...(given.input && { inputs: Object.fromEntries(given.input.map((pair) => length(pair))) }),
    ...(given.idempotency !== undefined && { idempotency: given.idempotency as "honour" }),
    ...(given["unknown-model"] !== undefined && { unknownModel: given["unknown-model"] as "not_found" }),
    ...(given.seed !== undefined && { seed: number("seed", given.seed) }),
    ...(given.fault && { faults: given.fault.map(fault) }),
  };
  const port = number("port", given.port ?? "8787");
  if (!Number.isInteger(port) || port > 65_535) throw new FlagError("--port must be a whole number from 0 to 65535");
  return {
    port,
    host: given.host ?? "127.0.0.1",
    quiet: given.quiet ?? false,
    origin: given.origin,
    callbackMap: new Map((given["callback-map"] ?? []).map(mapping)),
    options,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: FLAGS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    // Node's advice about positionals that begin with a dash does not apply here.
    const [sentence = ""] = String((error as Error).message).split(". To specify");
    throw new FlagError(sentence.split("\n")[0]?.replace(/\.$/, "") ?? sentence);
  }
}

function number(flag: string, text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!Number.isFinite(value) || value < 0) throw new FlagError(`--${flag} must be a number, 0 or more; got "${text}"`);
  return value;
}

function milliseconds(flag: string, text: string): Milliseconds {
  const range = /^(\d+)-(\d+)$/.exec(text);
  return range ? { min: Number(range[1]), max: Number(range[2]) } : number(flag, text);
}

function length(pair: string): [string, number] {
  const at = pair.lastIndexOf("=");
  if (at < 1) throw new FlagError(`--input must be URL=SECONDS; got "${pair}"`);
  return [pair.slice(0, at), number("input", pair.slice(at + 1))];
}

function fault(text: string): Fault {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new FlagError(`--fault must be JSON: ${(error as Error).message}`);
  }
}

function mapping(pair: string): [string, string] {
  const at = pair.indexOf("=");
  const target = pair.slice(at + 1);
  if (at < 1 || !/^https?:\/\//.test(target) || !URL.canParse(target)) {
    throw new FlagError(`--callback-map must be HOST=URL, e.g. example.com=http://localhost:3000; got "${pair}"`);
  }
  return [pair.slice(0, at).toLowerCase(), target];
}
