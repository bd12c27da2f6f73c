/**
 * Task ids as users see them: the API's id, what was reserved for it, and a signature that only its owner's requests to its
 * own proxy match. So ownership needs no store, and holds in every isolate.
 *
 * `<API's id>.2-<micro-dollars>-<claimed at>-<0 or 1>~<tail>~<key>~<model>~<feature>.<signature>`, numbers in base 36. The
 * first version had no `2-`, a day in place of the moment and nothing from the first `~` on, and was signed for a user of any
 * proxy with the same secret.
 */
import { DAY_MS, HOUR_MS } from "../internal/time.js";
import { base64url, fromBase64url, type Signer } from "./signer.js";

/** A task that was handed out. */
export interface TaskToken {
  /** Of the form it was signed in. The first names no audience. */
  version: 1 | 2;
  /** The API's own id. */
  taskId: string;
  /** What was put aside for it; the first version does not say which reservation is its, so nothing is given back for it. */
  held?: HeldMoney;
}

/** A reservation, as an id tells it: enough to close it in an isolate that knows nothing else of the task. */
export interface HeldMoney {
  /** The most the task can cost, or what it does. */
  microUsd: number;
  /** Whether it may cost less. */
  ceiling: boolean;
  /** When it was claimed, in milliseconds since 1970. */
  claimedAt: number;
  /** What tells it from others of the same key and moment: 12 hex digits. */
  tail: string;
  /** The idempotency key, without what all of the proxy's begin with. */
  key: string;
  model: string;
  feature: string;
}

const PLAIN = /^[A-Za-z0-9_-]{1,128}$/;
const TOKEN = /^([A-Za-z0-9_-]{1,128}|~[A-Za-z0-9_-]{1,400})\.([A-Za-z0-9_~-]{5,800})\.([A-Za-z0-9_-]{43})$/;
const NUMBERS = /^(2-)?([0-9a-z]{1,11})-([0-9a-z]{1,10})-([01])(?:~(.*))?$/;
const RESERVATION = /^([0-9a-f]{12})~([A-Za-z0-9_-]{43})~([a-z0-9_-]{1,60})~([A-Za-z0-9_-]{0,600})$/;
/** How long a signed link is good for. */
const LINK_MS = HOUR_MS;
/** From the beginning of the day it was reserved on: a task, and 24 hours for its result. */
const VERSION_1_DAYS = 3;

/** Whose ids they are. */
export interface Audience {
  name: string;
  /** Whether ids of the first version, which name none, are taken: not where an audience was asked for. */
  takesVersion1: boolean;
}

export class TaskTokens {
  readonly #signer: Signer;
  readonly #audience: Audience;

  constructor(signer: Signer, audience: Audience) {
    this.#signer = signer;
    this.#audience = audience;
  }

  /** Signs payloads for this user. Had before a task is paid for, since a secret may be out of reach after it. */
  async signerFor(user: string): Promise<(payload: string) => Promise<string>> {
    const sign = await this.#signer.load();
    return async (payload) => {
      const [name = "", about = ""] = upgrade(payload).split(".");
      return `${name}.${about}.${await sign("task 2", this.#audience.name, user, name, about)}`;
    };
  }

  /** What stands behind an id, if it was issued to this user by a proxy of this audience. */
  async verify(user: string, id: string): Promise<TaskToken | undefined> {
    const { name, about, signature } = split(id);
    if (name === "") return undefined;
    const token = read(name, about);
    const good =
      token?.version === 2
        ? await this.#signer.verify(signature, "task 2", this.#audience.name, user, name, about)
        : this.#takesVersion1(about) && (await this.#signer.verify(signature, "task", user, name, about));
    return good ? token : undefined;
  }

  /** As long as a result of that time can still be fetched: those ids say nothing of whose users they are for. */
  #takesVersion1(about: string): boolean {
    const [, , , day = ""] = NUMBERS.exec(about) ?? [];
    return this.#audience.takesVersion1 && Date.now() / DAY_MS - Number.parseInt(day, 36) < VERSION_1_DAYS;
  }

  /** What lets its bearer fetch a result for an hour. */
  async signLink(id: string): Promise<string> {
    const expires = String(Date.now() + LINK_MS);
    const sign = await this.#signer.load();
    return `expires=${expires}&signature=${await sign("link 2", this.#audience.name, id, expires)}`;
  }

  /** What stands behind an id whose link is signed and has not expired. */
  async verifyLink(id: string, query: URLSearchParams): Promise<TaskToken | undefined> {
    const expires = query.get("expires") ?? "";
    if (!/^\d{13}$/.test(expires) || Number(expires) < Date.now()) return undefined;
    const given = query.get("signature") ?? "";
    if (!(await this.#signer.verify(given, "link 2", this.#audience.name, id, expires))) return undefined;
    const { name, about } = split(id);
    return name === "" ? undefined : read(name, about);
  }
}

/** A token before it is signed: what a record keeps, since the secret of the day may not be that of tomorrow. */
export function encode({ taskId, held }: { taskId: string; held: HeldMoney }): string {
  const name = PLAIN.test(taskId) ? taskId : `~${textToBase64url(taskId)}`;
  const { microUsd, ceiling, claimedAt, tail, key, model, feature } = held;
  const numbers = `2-${microUsd.toString(36)}-${claimedAt.toString(36)}-${ceiling ? 1 : 0}`;
  return `${name}.${[numbers, tail, key, model.replace(".", "_"), textToBase64url(feature)].join("~")}`;
}

/** What stands in a payload; undefined where it is none. */
export function decode(payload: string): TaskToken | undefined {
  const [name = "", about = ""] = payload.split(".");
  return read(name, about);
}

/** The API's own id in a payload, signed or not. */
export function taskIdIn(payload: string): string {
  const [name = ""] = payload.split(".");
  return name.startsWith("~") ? base64urlToText(name.slice(1)) : name;
}

/** A payload of the first version, as a record may still hold it, in the present form. */
function upgrade(payload: string): string {
  const [name = "", about = ""] = payload.split(".");
  return `${name}.${about.split("-").length === 3 ? `2-${about}` : about}`;
}

function split(id: string) {
  const [, name = "", about = "", signature = ""] = TOKEN.exec(id) ?? [];
  return { name, about, signature };
}

function read(name: string, about: string): TaskToken | undefined {
  const [numbers, second, microUsd = "", claimedAt = "", ceiling, rest = ""] = NUMBERS.exec(about) ?? [];
  if (numbers === undefined) return undefined;
  const token: TaskToken = { version: second === undefined ? 1 : 2, taskId: taskIdIn(name) };
  const [, tail, key = "", model = "", feature = ""] = RESERVATION.exec(rest) ?? [];
  if (tail === undefined) return token;
  const held = {
    microUsd: Number.parseInt(microUsd, 36),
    ceiling: ceiling === "1",
    claimedAt: Number.parseInt(claimedAt, 36),
    tail,
    key,
    model: model.replace("_", "."),
    feature: base64urlToText(feature),
  };
  return { ...token, held };
}

function textToBase64url(text: string): string {
  return base64url(new TextEncoder().encode(text));
}

function base64urlToText(text: string): string {
  return new TextDecoder().decode(fromBase64url(text));
}
