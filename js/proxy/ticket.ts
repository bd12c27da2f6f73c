/**
 * Task ids as users see them: the API's id, what was reserved for it, and a signature that only its owner's requests match. So
 * ownership needs no store, and holds in every isolate.
 */
import { base64url, fromBase64url, type Seal } from "./seal.js";

/** A task that was handed out. */
export interface Ticket {
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
const TICKET =
  /^([A-Za-z0-9_-]{1,128}|~[A-Za-z0-9_-]{1,400})\.([0-9a-z]{1,11})-([0-9a-z]{1,6})-([01])\.([A-Za-z0-9_-]{43})$/;
/** How long a signed link is good for. */
const LINK_MS = 3_600_000;

export class Tickets {
  readonly #seal: Seal;

  constructor(seal: Seal) {
    this.#seal = seal;
  }

  /** Signs ids for this user. Had before a task is paid for, since a secret may be out of reach after it. */
  async signer(user: string): Promise<(written: string) => Promise<string>> {
    const sign = await this.#seal.signer();
    return async (written) => {
      const [name = "", about = ""] = written.split(".");
      return `${name}.${about}.${await sign("task", user, name, about)}`;
    };
  }

  /** What stands behind an id, if it was issued to this user. */
  async open(user: string, id: string): Promise<Ticket | undefined> {
    const [, name = "", microUsd = "", day = "", reference = "", mac = ""] = TICKET.exec(id) ?? [];
    if (name === "") return undefined;
    const good = await this.#seal.verify(mac, "task", user, name, `${microUsd}-${day}-${reference}`);
    return good ? read(name, microUsd, day, reference) : undefined;
  }

  /** What lets its bearer fetch a result for an hour. */
  async link(id: string): Promise<string> {
    const expires = String(Date.now() + LINK_MS);
    const sign = await this.#seal.signer();
    return `expires=${expires}&signature=${await sign("link", id, expires)}`;
  }

  /** What stands behind an id whose link is signed and has not expired. */
  async follow(id: string, query: URLSearchParams): Promise<Ticket | undefined> {
    const expires = query.get("expires") ?? "";
    if (!/^\d{13}$/.test(expires) || Number(expires) < Date.now()) return undefined;
    if (!(await this.#seal.verify(query.get("signature") ?? "", "link", id, expires))) return undefined;
    const [, name = "", microUsd = "", day = "", reference = ""] = TICKET.exec(id) ?? [];
    return name === "" ? undefined : read(name, microUsd, day, reference);
  }
}

/** A ticket before it is signed: what a record keeps, since the secret of the day may not be that of tomorrow. */
export function write({ taskId, microUsd, day, reference }: Ticket): string {
  const name = PLAIN.test(taskId) ? taskId : `~${base64url(new TextEncoder().encode(taskId))}`;
  return `${name}.${microUsd.toString(36)}-${day.toString(36)}-${reference ? 1 : 0}`;
}

/** The API's own id in a ticket, signed or not. */
export function taskIdIn(written: string): string {
  const [name = ""] = written.split(".");
  return name.startsWith("~") ? new TextDecoder().decode(fromBase64url(name.slice(1))) : name;
}

function read(name: string, microUsd: string, day: string, reference: string): Ticket {
  return {
    taskId: taskIdIn(name),
    microUsd: Number.parseInt(microUsd, 36),
    day: Number.parseInt(day, 36),
    reference: reference === "1",
  };
}
