/** A video into a file. */
import { access, constants, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { Writable } from "node:stream";
import type { WanClient } from "../client/wan-client.js";
import { transfer } from "../internal/parts.js";
import type { CompletedTask } from "../types/client.js";
import { note } from "./terminal.js";
import { UsageError } from "./usage-error.js";

export interface Saved {
  file: string;
  bytes: number;
  contentType: string;
}

/**
 * Before anything is paid. "-" is stdout.
 * @throws UsageError where no file can be written there, WanError "not_loaded" where what writes one cannot be had
 */
export async function checkOut(out: string): Promise<void> {
  await transfer();
  if (out === "-") return;
  if ((await stat(out).catch(() => undefined))?.isDirectory()) {
    throw new UsageError(`--out ${out} is a folder: name the file, such as ${out.replace(/[\\/]*$/, "")}/video.mp4`);
  }
  const folder = dirname(resolve(out));
  try {
    await access(folder, constants.W_OK);
  } catch (error) {
    const why =
      (error as NodeJS.ErrnoException).code === "ENOENT" ? "there is no such folder" : "it cannot be written to";
    throw new UsageError(`--out ${out}: ${why}: ${folder}`);
  }
}

function size(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

export async function save(
  client: WanClient,
  task: CompletedTask | string,
  out: string,
  signal: AbortSignal,
): Promise<Saved> {
  const sink = out === "-" ? Writable.toWeb(process.stdout) : { path: out };
  const saved = await client.archive(task, sink as WritableStream<Uint8Array> | { path: string }, { signal });
  if (out !== "-") note(`saved  ${out}  (${size(saved.bytes)})`);
  return { file: out, ...saved };
}
