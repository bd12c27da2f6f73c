/** The file of a form (RFC 7578), found as it comes in and handed on as it is read: never held as a whole. */
import { Refused } from "./answer.js";

const MOST_PARTS = 16;
const MOST_HEADER_BYTES = 4096;
/** A field beside the file. */
const MOST_FIELD_BYTES = 16_384;

export interface FormFile {
  /** Its content-type, as the form has it. */
  declared: string;
  /** Its first bytes, as many as were asked for where there are as many. */
  head: Uint8Array;
  /** All of it, the first bytes too; breaks where the form does. */
  bytes: ReadableStream<Uint8Array>;
}

/** @throws Refused where the form has none, or is none */
export async function openFile(
  read: () => Promise<Uint8Array | undefined>,
  boundary: string,
  headBytes: number,
): Promise<FormFile> {
  const form = new Buffered(read);
  const delimiter = new TextEncoder().encode(`\r\n--${boundary}`);
  // The first delimiter has no line before it.
  form.prepend(new TextEncoder().encode("\r\n"));
  await skip(form, delimiter);
  for (let part = 0; part < MOST_PARTS; part++) {
    const header = await headerOf(form);
    if (header === undefined) break;
    if (/^content-disposition:[^\r\n]*;\s*name="?file"?\s*(;|$)/im.test(header)) {
      const declared = /^content-type:\s*([^\r\n]{0,200})/im.exec(header)?.[1]?.trim() ?? "";
      return { declared, ...(await fileOf(form, delimiter, headBytes)) };
    }
    await skip(form, delimiter);
  }
  throw broken("the form has no file");
}

/** The header of the next part; none after the last. */
async function headerOf(form: Buffered): Promise<string | undefined> {
  await form.fill(2);
  const line = form.take(2);
  if (line[0] === 0x2d && line[1] === 0x2d) return undefined;
  if (line[0] !== 0x0d || line[1] !== 0x0a) throw broken("the form is no multipart/form-data");
  const end = new TextEncoder().encode("\r\n\r\n");
  let at = form.find(end);
  while (at < 0) {
    if (form.length > MOST_HEADER_BYTES || !(await form.more()))
      throw broken("a part of the form has no end of its header");
    at = form.find(end);
  }
  if (at > MOST_HEADER_BYTES) throw broken("a part of the form has too long a header");
  return new TextDecoder().decode(form.take(at + end.length).subarray(0, at));
}

async function skip(form: Buffered, delimiter: Uint8Array): Promise<void> {
  let skipped = 0;
  for (;;) {
    const at = form.find(delimiter);
    if (at >= 0 && skipped + at <= MOST_FIELD_BYTES) return void form.take(at + delimiter.length);
    if (at >= 0) throw broken("a field of the form is too long");
    skipped += form.take(Math.max(0, form.length - delimiter.length)).length;
    if (skipped > MOST_FIELD_BYTES || !(await form.more())) throw broken("the form is no multipart/form-data");
  }
}

async function fileOf(form: Buffered, delimiter: Uint8Array, headBytes: number) {
  while (form.length < headBytes + delimiter.length && form.find(delimiter) < 0) {
    if (!(await form.more())) throw broken("the form broke off");
  }
  const end = form.find(delimiter);
  const head = form.peek(end < 0 ? headBytes : Math.min(end, headBytes));
  const bytes = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        for (;;) {
          const at = form.find(delimiter);
          // What may be the beginning of a delimiter is not told from one yet.
          const sure = at >= 0 ? at : form.length - delimiter.length + 1;
          if (sure > 0) controller.enqueue(form.take(sure));
          if (at >= 0) return controller.close();
          if (sure > 0) return;
          if (!(await form.more())) throw broken("the form broke off");
        }
      },
    },
    { highWaterMark: 0 },
  );
  return { head, bytes };
}

/** What has come and is not taken yet. */
class Buffered {
  readonly #read: () => Promise<Uint8Array | undefined>;
  #bytes: Uint8Array = new Uint8Array();

  constructor(read: () => Promise<Uint8Array | undefined>) {
    this.#read = read;
  }

  get length(): number {
    return this.#bytes.length;
  }

  prepend(bytes: Uint8Array): void {
    this.#bytes = joined(bytes, this.#bytes);
  }

  /** Waits for more; false at the end. */
  async more(): Promise<boolean> {
    const chunk = await this.#read();
    if (!chunk) return false;
    this.#bytes = this.#bytes.length === 0 ? chunk : joined(this.#bytes, chunk);
    return true;
  }

  async fill(count: number): Promise<void> {
    while (this.length < count) if (!(await this.more())) throw broken("the form broke off");
  }

  peek(count: number): Uint8Array {
    return this.#bytes.slice(0, count);
  }

  take(count: number): Uint8Array {
    const taken = this.#bytes.subarray(0, count);
    this.#bytes = this.#bytes.subarray(count);
    return taken;
  }

  find(what: Uint8Array): number {
    const [first = 0] = what;
    for (let at = this.#bytes.indexOf(first); at >= 0; at = this.#bytes.indexOf(first, at + 1)) {
      if (at + what.length > this.#bytes.length) return -1;
      if (what.every((byte, index) => this.#bytes[at + index] === byte)) return at;
    }
    return -1;
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

function broken(message: string): Refused {
  return new Refused(400, { code: "invalid_request", message });
}
