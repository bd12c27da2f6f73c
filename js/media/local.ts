/** Files at hand: Blobs and bytes. */
import { MediaError } from "./error.js";

/** What a probe reads from. */
export interface Source {
  /** Bytes of the file, where that is known by now. */
  readonly size: number | undefined;
  /** These bytes, or fewer where the file ends; `undefined` where they cannot be had. */
  read(start: number, end: number): Promise<Uint8Array | undefined>;
  close(): void;
}

/** A source of what is at hand, or `undefined` where it is no file. */
export function openLocal(file: unknown): Source | undefined {
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

function blobSource(file: Blob): Source {
  return {
    size: file.size,
    async read(start, end) {
      try {
        return new Uint8Array(await file.slice(start, end).arrayBuffer());
      } catch (cause) {
        const hint = "it may have been changed or moved since it was chosen";
        throw new MediaError("the file cannot be read", { code: "media_unreadable", hint, cause });
      }
    },
    close() {},
  };
}

function bytesSource(bytes: Uint8Array): Source {
  return {
    size: bytes.length,
    read: async (start, end) => bytes.subarray(start, end),
    close() {},
  };
}
