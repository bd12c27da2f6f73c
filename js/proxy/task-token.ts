/**
 * Task ids as users see them: the API's id, what was reserved for it, and a signature that only its owner's requests to its
 * own proxy match. So ownership needs no store, and holds in every isolate.
 *
 * `<API's id>.2-<micro-dollars>-<day>-<0 or 1>.<signature>`, numbers in base 36. The first version had no `2-`, and was
 * signed for a user of any proxy with the same secret.
 */
import { base64url, fromBase64url, type Signer } from "./signer.js";

/** A task that was handed out. */
export interface TaskToken {
  /** Of the form it was signed in. The first names no audience, so nothing is refunded for it. */
  version: 1 | 2;
  /** The API's own id. */
  taskId: string;
  /** What was reserved for it. */
  microUsd: number;
  /** The UTC day it was reserved on, counted from 1970. */
  day: number;
  /** Whether it counts as reference-video. */
  reference: boolean;
}

const PLAIN = /^[A-Za-z0-9_-]{1,128}$/;
const TOKEN =
  /^([A-Za-z0-9_-]{1,128}|~[A-Za-z0-9_-]{1,400})\.((?:2-)?[0-9a-z]{1,11}-[0-9a-z]{1,6}-[01])\.([A-Za-z0-9_-]{43})$/;
/** How long a signed link is good for. */
const LINK_MS = 3_600_000;
const DAY_MS = 24 * LINK_MS;
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
      token.version === 2
        ? await this.#signer.verify(signature, "task 2", this.#audience.name, user, name, about)
        : this.#takesVersion1(token) && (await this.#signer.verify(signature, "task", user, name, about));
    return good ? token : undefined;
  }

  /** As long as a result of that time can still be fetched: those ids say nothing of whose users they are for. */
  #takesVersion1({ day }: TaskToken): boolean {
    return this.#audience.takesVersion1 && Date.now() / DAY_MS - day < VERSION_1_DAYS;
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
export function encode({ taskId, microUsd, day, reference }: Omit<TaskToken, "version">): string {
  const name = PLAIN.test(taskId) ? taskId : `~${base64url(new TextEncoder().encode(taskId))}`;
  return `${name}.2-${microUsd.toString(36)}-${day.toString(36)}-${reference ? 1 : 0}`;
}

/** The API's own id in a payload, signed or not. */
export function taskIdIn(payload: string): string {
  const [name = ""] = payload.split(".");
  return name.startsWith("~") ? new TextDecoder().decode(fromBase64url(name.slice(1))) : name;
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

function read(name: string, about: string): TaskToken {
  const fields = about.split("-");
  const version = fields.length === 4 ? 2 : 1;
  const [microUsd = "", day = "", reference] = fields.slice(-3);
  return {
    version,
    taskId: taskIdIn(name),
    microUsd: Number.parseInt(microUsd, 36),
    day: Number.parseInt(day, 36),
    reference: reference === "1",
  };
}
