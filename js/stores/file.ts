import { fileSystem } from "../core/node.js";
import { ConfigError } from "../errors/local.js";
import type { TaskRecord, TaskStore } from "../types/client.js";

/** Remembers in a folder, one file a record; a claim creates its file exclusively. For Node, Deno and Bun. */
export class FileStore implements TaskStore {
  readonly #folder: string;

  /** @throws ConfigError where the folder is not named */
  constructor(folder: string) {
    if (typeof folder !== "string" || folder === "") {
      throw new ConfigError(`FileStore takes the path of a folder, not ${folder === "" ? '""' : typeof folder}`);
    }
    this.#folder = folder;
  }

  async get(fingerprint: string): Promise<TaskRecord | undefined> {
    const { readFile } = fileSystem();
    try {
      return JSON.parse(await readFile(this.#path(fingerprint), "utf8"));
    } catch (error) {
      if (isCode(error, "ENOENT")) return undefined;
      throw error;
    }
  }

  async claim(fingerprint: string, record: TaskRecord): Promise<TaskRecord | undefined> {
    const { mkdir, link, rm } = fileSystem();
    await mkdir(this.#folder, { recursive: true });
    // Written whole beside its place, then linked into it: nobody ever reads half a record.
    const draft = await this.#draft(record);
    try {
      for (;;) {
        const there = await link(draft, this.#path(fingerprint)).then(
          () => "claimed" as const,
          (error: unknown) => {
            if (isCode(error, "EEXIST")) return this.get(fingerprint);
            throw error;
          },
        );
        if (there === "claimed") return undefined;
        if (there && there.expiresAt > Date.now()) return there;
        // Gone again in between: whoever had it let go, so it can be claimed. What has expired is moved out of the way.
        if (there) await this.#retire(fingerprint);
      }
    } finally {
      await rm(draft, { force: true });
    }
  }

  async set(fingerprint: string, record: TaskRecord): Promise<void> {
    const { mkdir, rename } = fileSystem();
    await mkdir(this.#folder, { recursive: true });
    await rename(await this.#draft(record), this.#path(fingerprint));
  }

  async delete(fingerprint: string): Promise<void> {
    const { rm } = fileSystem();
    await rm(this.#path(fingerprint), { force: true });
  }

  /** All records; what has expired is forgotten on the way. */
  async list(): Promise<[string, TaskRecord][]> {
    const { readdir } = fileSystem();
    const names = await readdir(this.#folder).catch(() => [] as string[]);
    const found: [string, TaskRecord][] = [];
    for (const name of names.filter((candidate) => candidate.endsWith(".json"))) {
      const fingerprint = decodeURIComponent(name.slice(0, -".json".length));
      const record = await this.get(fingerprint);
      if (record && record.expiresAt > Date.now()) found.push([fingerprint, record]);
      else await this.delete(fingerprint);
    }
    return found;
  }

  /** Takes an expired record away; one that somebody has just put in its place is put back. */
  async #retire(fingerprint: string): Promise<void> {
    const { rename, readFile, link, rm } = fileSystem();
    const aside = `${this.#folder}/${crypto.randomUUID()}.old`;
    try {
      await rename(this.#path(fingerprint), aside);
    } catch (error) {
      if (isCode(error, "ENOENT")) return;
      throw error;
    }
    const taken: TaskRecord = JSON.parse(await readFile(aside, "utf8"));
    if (taken.expiresAt > Date.now()) await link(aside, this.#path(fingerprint));
    await rm(aside, { force: true });
  }

  #path(fingerprint: string): string {
    return `${this.#folder}/${encodeURIComponent(fingerprint).replaceAll("*", "%2A")}.json`;
  }

  async #draft(record: TaskRecord): Promise<string> {
    const { writeFile } = fileSystem();
    const draft = `${this.#folder}/${crypto.randomUUID()}.draft`;
    await writeFile(draft, JSON.stringify(record), { flag: "wx", flush: true });
    return draft;
  }
}

function isCode(error: unknown, code: string): boolean {
  return (error as { code?: unknown } | null)?.code === code;
}
