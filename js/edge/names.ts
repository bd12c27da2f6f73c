/**
 * Names and secrets that every isolate makes alike: of objects by digests, which outlive every secret; of callbacks and links
 * by signatures, which end with theirs.
 */
import { digest, Signer } from "../proxy/signer.js";

/** How long a link to a file is good for. */
const LINK_MS = 3_600_000;
/** Links made in the same quarter of an hour are the same, so that a page that reloads asks its cache. */
const LINK_STEP_MS = 900_000;

/** A job of a user: the same for the same request, and another for each take (an Idempotency-Key of the user's own). */
export function jobName(user: string, fingerprint: string, take: string): Promise<string> {
  return digest("job", user, fingerprint, take);
}

/** The object of a user's money. */
export function userName(user: string): Promise<string> {
  return digest("user", user);
}

/** A task's, which tells which job holds it. */
export function taskName(taskId: string): Promise<string> {
  return digest("task", taskId);
}

/** Signs callbacks of a run, and links to files. */
export class Names {
  readonly #signer: Signer;

  /** @param secrets the first signs, all are taken */
  constructor(secrets: () => Promise<readonly string[]>) {
    this.#signer = new Signer(secrets);
  }

  /** What a callback of this run carries: of no other job and no other run. */
  async callbackSecret(job: string, run: number): Promise<string> {
    const sign = await this.#signer.load();
    return `${run}.${await sign("callback", job, String(run))}`;
  }

  /** The run of a callback; undefined where it carries none of this job's secrets. */
  async runOf(job: string, secret: string): Promise<number | undefined> {
    const [, run = "", mac = ""] = /^(\d{1,15})\.([\w-]{43})$/.exec(secret) ?? [];
    if (run === "" || !(await this.#signer.verify(mac, "callback", job, run))) return undefined;
    return Number(run);
  }

  /** The query of a link to a run's file, which says by itself what it is for. */
  async link(job: string, run: number, now: number): Promise<string> {
    const expires = String((Math.floor(now / LINK_STEP_MS) + 1) * LINK_STEP_MS + LINK_MS);
    const sign = await this.#signer.load();
    const signature = await sign("file", job, String(run), expires);
    return new URLSearchParams({ run: String(run), expires, signature }).toString();
  }

  /** The run of a link; undefined where it is not one of ours, or over. */
  async linkedRun(job: string, query: URLSearchParams, now: number): Promise<number | undefined> {
    const [run, expires, signature] = ["run", "expires", "signature"].map((name) => query.get(name) ?? "");
    if (!run || !expires || !signature || !/^\d{1,15}$/.test(run) || !(Number(expires) > now)) return undefined;
    return (await this.#signer.verify(signature, "file", job, run, expires)) ? Number(run) : undefined;
  }
}

/** Whether a text has the form of a job's name: what has not makes no object. */
export function isJobName(text: string): boolean {
  return /^[\w-]{43}$/.test(text);
}

/** Where a run's video is in the bucket, as src/protocol/job/archive.rs names it; for a link, which asks no object. */
export function fileKey(job: string, run: number): string {
  return `videos/${job}/${run}`;
}
