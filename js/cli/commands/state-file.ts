/** Keeps a simulator's state in a file, so that tasks, uploads and spending survive a restart. */
import { open, readFile, rename, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { insides } from "../../simulator/inside.js";
import type { Simulator } from "../../simulator/types.js";
import { UsageError } from "../usage-error.js";

/** What only reads changed (how often a task was polled) may wait this long to be written. */
const IDLE_MS = 1_000;

export class StateFile {
  readonly #path: string;
  readonly #state: () => string;
  /** The write under way, and the one that waits for it: whatever changes meanwhile goes into that one. */
  #writing: Promise<void> | undefined;
  #waiting: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  private constructor(path: string, state: () => string) {
    this.#path = path;
    this.#state = state;
  }

  /**
   * Takes up what is in the file, where there is one, and writes it from then on.
   *
   * @throws UsageError where the file cannot be read, is no state, or cannot be written.
   */
  static async open(path: string, simulator: Simulator): Promise<StateFile> {
    const inside = insides.get(simulator);
    if (!inside) throw new TypeError("not a simulator of createSimulator");
    const file = new StateFile(resolve(path), () => inside.state());
    try {
      const text = await readFile(file.#path, "utf8").catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "ENOENT") throw error;
      });
      if (text !== undefined) inside.restore(text);
      await file.#write();
    } catch (error) {
      const { message } = error as Error;
      throw new UsageError(`--state ${path}: ${message.replace(/^createSimulator: /, "")}`);
    }
    // An accepted task is on the disk before its id is out.
    inside.answered = (method) => (method === "POST" ? file.save() : file.#later());
    return file;
  }

  /** Resolves when everything until now is written; a file that cannot be written is said, and the server goes on. */
  async save(): Promise<void> {
    await this.#next().catch((error: Error) => {
      console.error(`wanreel: --state ${this.#path}: ${error.message}`);
    });
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.save();
  }

  #later(): void {
    if (this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.save();
    }, IDLE_MS);
    this.#timer.unref();
  }

  #next(): Promise<void> {
    if (this.#waiting) return this.#waiting;
    const before = this.#writing ?? Promise.resolve();
    const next = before
      .catch(() => {})
      .then(() => {
        this.#waiting = undefined;
        this.#writing = this.#write();
        return this.#writing;
      });
    this.#waiting = next;
    return next;
  }

  /** Beside the file first and then in its place: whenever the process dies, the file is whole. */
  async #write(): Promise<void> {
    const beside = `${this.#path}.${process.pid}.new`;
    try {
      const handle = await open(beside, "w", 0o600);
      try {
        await handle.writeFile(this.#state());
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(beside, this.#path);
    } catch (error) {
      await rm(beside, { force: true }).catch(() => {});
      throw error;
    }
  }
}
