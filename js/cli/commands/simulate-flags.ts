/** The flags of `wanreel simulate`, read into the simulator's options. */
import { Option } from "commander";
import type { Fault, Milliseconds, SimulatorOptions } from "../../simulator/types.js";
import { UsageError } from "../usage-error.js";

/** Where the simulator listens, unless it is asked for a port; else on the next free one. */
export const FIRST_PORT = 8787;

export const EXAMPLES = `
Fault rules:
  --fault '{"on":"poll","nth":2,"do":"drop_before"}'         the second status request loses its connection
  --fault '{"on":"submit","rate":0.2,"status":429,"retryAfter":3}'   one submit in five is told to wait
  --fault '{"contains":"dragon","do":"fail","code":"content_policy_violation"}'

A prompt with the word nsfw becomes a task that fails with content_policy_violation; one with the word
invalid_content is refused at once.

Then: new WanClient({ apiKey: "any", baseUrl: "http://127.0.0.1:8787" })`;

export interface Flags {
  /** undefined: none was asked for. */
  port: number | undefined;
  host: string;
  quiet: boolean;
  origin: string | undefined;
  /** Where tasks, uploads and spending are kept. */
  state: string | undefined;
  /** Host of a callback URL, in lower case → where to send it. */
  callbackMap: Map<string, string>;
  options: SimulatorOptions;
  /** What the simulator says of an option, as what is wrong with its flag. */
  blame(sentence: string): string;
}

/** What each flag reads; what is read goes by the flag's name in camel case. */
interface Given {
  port?: number;
  host: string;
  apiKey?: string[];
  deniedModel?: string[];
  latency?: Milliseconds;
  generationMs?: Milliseconds;
  completeAfterPolls?: number;
  linkLifeMs?: number;
  taskLifeMs?: number;
  uploadQuotaBytes?: number;
  credits?: number;
  prices?: string;
  input?: [string, number][];
  idempotency?: string;
  unknownModel?: string;
  unknownFields?: string;
  seed?: number;
  fault?: Fault[];
  callbackMap?: [string, string][];
  origin?: string;
  state?: string;
  quiet?: boolean;
}

/** The flags, anew for each program: the library keeps what was given in them. */
export function flags(): Option[] {
  return [
    one("--port <N>", `Port to listen on (default ${FIRST_PORT} or the next free one; 0: any free one)`, port),
    one("--host <NAME>", "Address to listen on").default("127.0.0.1"),
    many("--api-key <KEY>", "Let in only this key; may be given several times (default: any key)"),
    many("--denied-model <ID>", "A model no key has access to (403); may be given several times"),
    one("--latency <MS>", "How long every answer takes: 200 or 100-400 (default 0)", milliseconds),
    one("--generation-ms <MS>", "How long a generation takes: 5000 or 3000-6000 (the default)", milliseconds),
    one("--complete-after-polls <N>", "A task ends at its Nth poll, whatever the clock says", number),
    one("--link-life-ms <MS>", "How long a result link lives (default 24 hours)", number),
    one("--task-life-ms <MS>", "How long a task that is over can be asked about (default 30 days)", number),
    one("--upload-quota-bytes <N>", "Most bytes of uploads held together (default 1 GiB)", number),
    one("--credits <N>", "Credits on the account, about 68 a dollar (default a million)", number),
    one("--prices <NAME>", "guide-2026-05 (default) or list-2026-10"),
    many("--input <URL=SECONDS>", "Length of an input medium (default 5); may be given several times", length),
    one("--idempotency <MODE>", "ignore (default) or honour the Idempotency-Key"),
    one("--unknown-model <MODE>", "not_found (default: a bare 404) or unavailable (503 model_not_found)"),
    one("--unknown-fields <MODE>", "ignore (default) or refuse fields the model does not have"),
    one("--seed <N>", "Where chance begins, to repeat a run (default: random)", number),
    many("--fault <JSON>", "A fault rule; may be given several times", fault),
    many(
      "--callback-map <HOST=URL>",
      "Send callbacks for https://HOST to URL instead, e.g. example.com=http://localhost:3000",
      mapping,
    ),
    one("--origin <URL>", "Where results and files are linked to (default: the host asked)", origin),
    one("--state <FILE>", "Keep tasks, uploads and spending in this file, over restarts (default: in memory)"),
    new Option("--quiet", "No line for each request"),
  ];
}

/** Reads the flags given. */
export function readFlags(read: object): Flags {
  const given = read as Given;
  const options: { [Name in keyof SimulatorOptions]: SimulatorOptions[Name] | undefined } = {
    apiKeys: given.apiKey,
    deniedModels: given.deniedModel,
    latency: given.latency,
    generationMs: given.generationMs,
    completeAfterPolls: given.completeAfterPolls,
    linkLifeMs: given.linkLifeMs,
    taskLifeMs: given.taskLifeMs,
    uploadQuotaBytes: given.uploadQuotaBytes,
    credits: given.credits,
    // Names are checked by the simulator itself, which says what there is.
    prices: given.prices as "guide-2026-05" | undefined,
    inputs: given.input && Object.fromEntries(given.input),
    idempotency: given.idempotency as "honour" | undefined,
    unknownModel: given.unknownModel as "not_found" | undefined,
    unknownFields: given.unknownFields as "ignore" | undefined,
    seed: given.seed,
    faults: given.fault,
  };
  return {
    port: given.port,
    host: given.host,
    quiet: given.quiet ?? false,
    origin: given.origin,
    state: given.state,
    callbackMap: new Map(given.callbackMap ?? []),
    options: Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
    blame(sentence) {
      const name = /^\w+(?= must be )/.exec(sentence)?.[0];
      const value = name === undefined ? undefined : given[name as keyof Given];
      if (name === undefined || value === undefined || Array.isArray(value)) return sentence;
      const flag = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      const text = typeof value === "object" ? Object.values(value).join("-") : String(value);
      // A table of prices is more than a flag can say.
      const allowed = sentence.slice(sentence.indexOf(" ")).replace(/, (\S+) or a table$/, " or $1");
      return `--${flag}${allowed}; got "${text}"`;
    },
  };
}

type Reader<T> = (flag: string, text: string) => T;
const asItIs: Reader<string> = (_, text) => text;

/** A flag with a value. What begins with one dash may be a value, as in "--credits -5"; the flag says what it takes. */
function one<T>(usage: string, help: string, read: Reader<T> = asItIs as Reader<T>): Option {
  return new Option(usage, help).argParser((text) => read(nameOf(usage), valueGiven(usage, text)));
}

/** One that may be given several times. */
function many<T>(usage: string, help: string, read: Reader<T> = asItIs as Reader<T>): Option {
  return new Option(usage, help).argParser((text, before: T[] | undefined) => [
    ...(before ?? []),
    read(nameOf(usage), valueGiven(usage, text)),
  ]);
}

function nameOf(usage: string): string {
  return usage.slice(2, usage.indexOf(" "));
}

function valueGiven(usage: string, text: string): string {
  if (text.startsWith("--")) throw new UsageError(`--${nameOf(usage)} needs a value; ${text} is another flag`);
  return text;
}

function number(flag: string, text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!Number.isFinite(value) || value < 0)
    throw new UsageError(`--${flag} must be a number, 0 or more; got "${text}"`);
  return value;
}

function port(_: string, text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw new UsageError(`--port must be a whole number from 0 to 65535; got "${text}"`);
}

function origin(_: string, text: string): string {
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return text;
  throw new UsageError(`--origin must be an http or https URL; got "${text}"`);
}

function milliseconds(flag: string, text: string): Milliseconds {
  const range = /^(\d+)-(\d+)$/.exec(text);
  return range ? { min: Number(range[1]), max: Number(range[2]) } : number(flag, text);
}

function length(_: string, pair: string): [string, number] {
  const at = pair.lastIndexOf("=");
  const seconds = Number(pair.slice(at + 1) || Number.NaN);
  if (at < 1 || !(seconds >= 0)) throw new UsageError(`--input must be URL=SECONDS; got "${pair}"`);
  return [pair.slice(0, at), seconds];
}

function fault(_: string, text: string): Fault {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`--fault must be JSON: ${(error as Error).message}; got '${text}'`);
  }
}

function mapping(_: string, pair: string): [string, string] {
  const at = pair.indexOf("=");
  const target = pair.slice(at + 1);
  if (at < 1 || !/^https?:\/\//.test(target) || !URL.canParse(target)) {
    throw new UsageError(`--callback-map must be HOST=URL, e.g. example.com=http://localhost:3000; got "${pair}"`);
  }
  return [pair.slice(0, at).toLowerCase(), target];
}
