/** The command line's flags, read into the simulator's options. */
import { parseArgs } from "node:util";
import type { Fault, Milliseconds, SimulatorOptions } from "../simulator/types.js";
import { meant } from "./did-you-mean.js";

/** Where the simulator listens, unless it is asked for a port; else on the next free one. */
export const FIRST_PORT = 8787;

export const HELP = `wanreel simulate: the Wan 2.7 video API, simulated over HTTP

Usage: npx wanreel simulate [flags]

  --port N                Port to listen on (default 8787 or the next free one; 0: any free one)
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
  /** undefined: none was asked for. */
  port: number | undefined;
  host: string;
  quiet: boolean;
  origin: string | undefined;
  /** Host of a callback URL, in lower case → where to send it. */
  callbackMap: Map<string, string>;
  options: SimulatorOptions;
  /** What the simulator says of an option, as what is wrong with its flag. */
  blame(sentence: string): string;
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
  return {
    port: given.port === undefined ? undefined : portOf(given.port),
    host: given.host ?? "127.0.0.1",
    quiet: given.quiet ?? false,
    origin: given.origin === undefined ? undefined : originOf(given.origin),
    callbackMap: new Map((given["callback-map"] ?? []).map(mapping)),
    options,
    blame(sentence) {
      const flag = /^\w+(?= must be )/.exec(sentence)?.[0].replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      const text = given[flag as keyof Given];
      if (typeof text !== "string") return sentence;
      // A table of prices is more than a flag can say.
      const allowed = sentence.slice(sentence.indexOf(" ")).replace(/, (\S+) or a table$/, " or $1");
      return `--${flag}${allowed}; got "${text}"`;
    },
  };
}

type Given = {
  [Name in keyof typeof FLAGS]?: (typeof FLAGS)[Name] extends { multiple: true }
    ? string[]
    : (typeof FLAGS)[Name] extends { type: "boolean" }
      ? boolean
      : string;
};

/** Not strict: what begins with a dash may be a value, as in "--credits -5", and then the flag itself says what it takes. */
function parse(args: string[]): Given {
  const { tokens, values } = parseArgs({ args, options: FLAGS, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind === "positional") throw new FlagError(`"${token.value}" belongs to no flag`);
    if (token.kind !== "option") continue;
    const { name, rawName, value } = token;
    if (!Object.hasOwn(FLAGS, name)) {
      throw new FlagError(`there is no flag ${rawName}${meant(name, Object.keys(FLAGS), "--")}`);
    }
    const takesValue = FLAGS[name as keyof typeof FLAGS].type === "string";
    if (!takesValue && value !== undefined) throw new FlagError(`${rawName} takes no value; got "${value}"`);
    if (takesValue && value === undefined) throw new FlagError(`${rawName} needs a value`);
    if (takesValue && !token.inlineValue && value?.startsWith("--")) {
      throw new FlagError(`${rawName} needs a value; ${value} is another flag`);
    }
  }
  return values as Given;
}

function number(flag: string, text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!Number.isFinite(value) || value < 0) throw new FlagError(`--${flag} must be a number, 0 or more; got "${text}"`);
  return value;
}

function portOf(text: string): number {
  const port = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new FlagError(`--port must be a whole number from 0 to 65535; got "${text}"`);
}

function originOf(text: string): string {
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return text;
  throw new FlagError(`--origin must be an http or https URL; got "${text}"`);
}

function milliseconds(flag: string, text: string): Milliseconds {
  const range = /^(\d+)-(\d+)$/.exec(text);
  return range ? { min: Number(range[1]), max: Number(range[2]) } : number(flag, text);
}

function length(pair: string): [string, number] {
  const at = pair.lastIndexOf("=");
  const seconds = Number(pair.slice(at + 1) || Number.NaN);
  if (at < 1 || !(seconds >= 0)) throw new FlagError(`--input must be URL=SECONDS; got "${pair}"`);
  return [pair.slice(0, at), seconds];
}

function fault(text: string): Fault {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new FlagError(`--fault must be JSON: ${(error as Error).message}; got '${text}'`);
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
