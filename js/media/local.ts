/** Files at hand: Blobs and bytes. */
import { MediaError } from "./error.js";

/** A file that can be read at any place. */
export interface LocalFile {
  /** In bytes. */
  readonly size: number;
  /** These bytes, or fewer where the file ends. */
  read(start: number, end: number): Promise<Uint8Array>;
}

/** What is at hand as such a file, or `undefined` where it is none. */
export function openLocal(file: unknown): LocalFile | undefined {
  if (isBlob(file)) return blobSource(file);
  // By name, since another realm's buffers (a frame's, a test runner's) are instances of another class.
  if (ArrayBuffer.isView(file)) {
    return bytesSource(new Uint8Array(file.buffer, file.byteOffset, file.byteLength));
  }
  const name = Object.prototype.toString.call(file);
  const isBuffer = name === "[object ArrayBuffer]" || name === "[object SharedArrayBuffer]";
  return isBuffer ? bytesSource(new Uint8Array(file as ArrayBuffer)) : undefined;
}

export function isBlob(value: unknown): value is Blob {
  if (typeof value !== "object" || value === null) return false;
  const { slice, arrayBuffer, size } = value as Partial<Blob>;
  return typeof slice === "function" && typeof arrayBuffer === "function" && typeof size === "number";
}

function blobSource(file: Blob): LocalFile {
  return {
    size: file.size,
    async read(start, end) {
      try {
        // One that was deleted looks empty in Chromium, as do its slices: only the whole of it tells.
        const part = file.size === 0 ? file : file.slice(start, end);
        return new Uint8Array(await part.arrayBuffer());
      } catch (cause) {
        const hint = "it may have been changed, moved or deleted since it was chosen, or be a folder";
        throw new MediaError("the file cannot be read", { code: "media_unreadable", hint, cause });
      }
    },
  };
}

function bytesSource(bytes: Uint8Array): LocalFile {
  return {
    size: bytes.length,
    read: async (start, end) => bytes.subarray(start, end),
  };
}
