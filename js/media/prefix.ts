/** The first bytes of an answer, read as far as they are wanted. */

/** A server that cannot send parts is listened to as far as this. */
const MOST = 4 << 20;

/** Ends a wait early, where the whole was stopped. */
type Guard = <T>(work: Promise<T>) => Promise<T>;

export class Prefix {
  /** How long the file is said to be. */
  readonly stated: number | undefined;
  /** How long it is, once its end was seen. */
  ended: number | undefined;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  readonly #guard: Guard;
  #bytes = new Uint8Array();
  #length = 0;

  constructor(response: Response, stated: number | undefined, guard: Guard) {
    this.stated = stated;
    this.#reader = response.body?.getReader();
    this.#guard = guard;
  }

  /** These bytes, or fewer where it ends; `undefined` where they lie too far. */
  async read(start: number, end: number): Promise<Uint8Array | undefined> {
    if (end > MOST && (this.ended ?? this.stated ?? end) > MOST) return undefined;
    while (this.#length < end && this.ended === undefined) {
      const next = this.#reader && (await this.#guard(this.#reader.read()));
      if (next?.value) this.#append(next.value);
      else this.ended = this.#length;
    }
    return this.#bytes.subarray(start, Math.min(end, this.#length));
  }

  cancel(): void {
    this.#reader?.cancel().catch(() => {});
  }

  #append(chunk: Uint8Array): void {
    const length = this.#length + chunk.length;
    if (length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(length, 2 * this.#bytes.length));
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#bytes.set(chunk, this.#length);
    this.#length = length;
  }
}
