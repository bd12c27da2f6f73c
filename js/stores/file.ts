import { ConfigError } from "../errors/local.js";
import { hex } from "../internal/hex.js";
import { fileSystem } from "../internal/node-fs.js";
import { DAY_MS } from "../internal/time.js";
import type { TaskRecord, TaskStore } from "../types/client.js";
import { enter, look, move, nameAfter, namesIn, remove, unless } from "./folder.js";
import * as holders from "./holders.js";
import { isLive } from "./record.js";

const FOLDER = /^[\da-f]{64}\.wanreel$/;
const DRAFT = /^[\da-f-]{36}\.wanreel-draft$/;
/** Whoever made a draft that old was killed. */
const DRAFT_MS = DAY_MS;

/** Records name users and what they paid for: nobody else on the machine reads them. */
const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;

/** Remembers in a folder, a folder a key; a claim makes it exclusively. For Node, Deno and Bun. */
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
    return (await look(await this.#place(fingerprint))).record;
  }

  async claim(fingerprint: string, record: TaskRecord): Promise<TaskRecord | undefined> {
    const place = await this.#place(fingerprint);
    // Whoever waits for another's outcome asks again and again, and need not write each time.
    const first = await look(place);
    if (isLive(first.record)) return first.record;
    return this.#withDraft(fingerprint, record, async (draft) => {
      let refused = 0;
      do {
        const there = await look(place);
        if (isLive(there.record)) return there.record;
        await remove(place, there.names);
        refused = await enter(draft, place, refused);
      } while (refused > 0);
      return undefined;
    });
  }

  async set(fingerprint: string, record: TaskRecord): Promise<void> {
    const place = await this.#place(fingerprint);
    await this.#withDraft(fingerprint, record, async (draft, id) => {
      let refused = 0;
      do {
        const names = await namesIn(place);
        if (await move(`${draft}/${nameAfter([], id)}`, `${place}/${nameAfter(names, id)}`)) {
          // It counts already. The one before it stays until the next, since not every file system lists a folder as it is
          // at one moment: who lists this one meanwhile finds one of the two.
          return remove(place, names.slice(0, -1)).catch(() => {});
        }
        refused = await enter(draft, place, refused);
      } while (refused > 0);
    });
  }

  async delete(fingerprint: string): Promise<void> {
    const place = await this.#place(fingerprint);
    await remove(place, await namesIn(place));
  }

  /** All records that have not expired; what has is forgotten on the way. */
  async list(): Promise<[string, TaskRecord][]> {
    const all = await fileSystem().readdir(this.#folder).catch(unless<string[]>("ENOENT", []));
    const found: [string, TaskRecord][] = [];
    for (const name of all) {
      try {
        if (DRAFT.test(name)) await this.#sweep(name);
        if (holders.isHolderFile(name)) await this.#forget(name);
        if (!FOLDER.test(name)) continue;
        const place = `${this.#folder}/${name}`;
        const { names, key, record } = await look(place);
        if (isLive(record)) found.push([key as string, record]);
        else await remove(place, names);
      } catch {
        // One that cannot be read hides no other, and stays: claim() says what is wrong with it.
      }
    }
    return found;
  }

  /** By the number of this process: whoever comes after one that was killed need not wait for it. */
  hold(holder: string): Promise<() => void> {
    return holders.hold(this.#folder, holder);
  }

  /** Whether that process is still there; undefined for one of another machine or container. */
  isHeld(holder: string): Promise<boolean | undefined> {
    return holders.isHeld(this.#folder, holder);
  }

  /** By its digest: names are short, and where a file system takes "Ada" and "ada" for one, keys are still two. */
  async #place(key: string): Promise<string> {
    // As JSON, which unlike UTF-8 tells all strings apart.
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(key)));
    const name = hex(new Uint8Array(digest));
    return `${this.#folder}/${name}.wanreel`;
  }

  #draft(id: string): string {
    return `${this.#folder}/${id}.wanreel-draft`;
  }

  /** Written whole beside its place, then moved into it: nobody ever reads half a record, and a full disk harms none. */
  async #withDraft<T>(key: string, record: TaskRecord, work: (draft: string, id: string) => Promise<T>): Promise<T> {
    const { mkdir, writeFile, rm } = fileSystem();
    const id = crypto.randomUUID();
    const draft = this.#draft(id);
    try {
      await mkdir(draft, { recursive: true, mode: PRIVATE_FOLDER });
      await writeFile(`${draft}/${nameAfter([], id)}`, JSON.stringify({ key, record }), {
        ...{ flag: "wx", flush: true },
        mode: PRIVATE_FILE,
      });
      return await work(draft, id);
    } finally {
      await rm(draft, { recursive: true, force: true }).catch(() => {});
    }
  }

  /** What a killed process has left; no submit takes that long. */
  async #forget(name: string): Promise<void> {
    const { stat, unlink } = fileSystem();
    const path = `${this.#folder}/${name}`;
    if ((await stat(path)).mtimeMs < Date.now() - DRAFT_MS) await unlink(path);
  }

  async #sweep(name: string): Promise<void> {
    const { stat, rename, rm } = fileSystem();
    const draft = `${this.#folder}/${name}`;
    if ((await stat(draft)).mtimeMs > Date.now() - DRAFT_MS) return;
    // Moved first: should its maker wake up after all, it enters whole or not at all.
    const aside = this.#draft(crypto.randomUUID());
    await rename(draft, aside);
    await rm(aside, { recursive: true });
  }
}
