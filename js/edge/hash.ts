/** SHA-256 of what streams by. Workers have a stream for it, so that no video is held to be hashed. */
import { hex } from "../internal/hex.js";

interface Digesting {
  readonly digest: Promise<ArrayBuffer>;
  getWriter(): WritableStreamDefaultWriter<Uint8Array>;
}

function digesting(): Digesting {
  const { DigestStream } = crypto as unknown as { DigestStream: new (algorithm: string) => Digesting };
  return new DigestStream("SHA-256");
}

/** A hash that grows. */
export class Hashing {
  readonly #stream = digesting();
  readonly #writer = this.#stream.getWriter();

  add(chunk: Uint8Array): Promise<void> {
    return this.#writer.write(chunk);
  }

  /** 64 hex digits. */
  async end(): Promise<string> {
    await this.#writer.close();
    return hex(new Uint8Array(await this.#stream.digest));
  }
}

/** The hash of bytes at hand: 64 hex digits. A stream for them would cost a tenth of a millisecond. */
export async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

/** The hash of a whole stream: 64 hex digits. */
export async function hashOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  const to = digesting();
  await stream.pipeTo(to as unknown as WritableStream<Uint8Array>);
  return hex(new Uint8Array(await to.digest));
}
