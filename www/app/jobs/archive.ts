/** Videos kept in this browser: the API's links live a day, these until they are forgotten. */
import type { CompletedTask, WanClient } from "wanreel";

const FOLDER = "videos";

const folder = async () => (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });

/** Whether this browser has a place for them. */
export const canArchive = () => typeof navigator.storage?.getDirectory === "function";

/** Answers under which name it is kept. */
export async function archive(client: WanClient, task: CompletedTask, name: string): Promise<string> {
  const file = `${name}.mp4`;
  await client.archive(task, await (await folder()).getFileHandle(file, { create: true }));
  return file;
}

/** An address of a kept video, for as long as the page is open. */
export async function keptUrl(name: string): Promise<string> {
  const handle = await (await folder()).getFileHandle(name);
  return URL.createObjectURL(await handle.getFile());
}

export async function removeKept(name: string): Promise<void> {
  await (await folder()).removeEntry(name);
}
