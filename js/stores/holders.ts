/**
 * Who is at work, shown by files that name a process: one that was killed is found out by its number. Only on one machine,
 * and within one space of such numbers (containers have their own): of others nobody can tell.
 */
import { fileSystem, hostName, thisProcess } from "../internal/node-fs.js";
import { parse } from "./record.js";

const HOLDER = /^[\da-f]{8,64}$/;
const FILE = /^[\da-f]{8,64}\.wanreel-holder$/;

interface Process {
  pid: number;
  place: string;
}

/** Shows that a holder is at work, until the function it answers is called or this process is gone. */
export async function hold(folder: string, holder: string): Promise<() => void> {
  const { mkdir, unlink, writeFile } = fileSystem();
  const path = pathOf(folder, holder);
  const own: Process = { pid: thisProcess().pid, place: (await placeHere()) ?? "" };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(path, JSON.stringify(own), { flag: "wx", mode: 0o600 });
  return () => void unlink(path).catch(() => {});
}

/** Whether a holder is still there; undefined where that cannot be known. */
export async function isHeld(folder: string, holder: string): Promise<boolean | undefined> {
  if (!HOLDER.test(holder)) return undefined;
  const text = await fileSystem()
    .readFile(pathOf(folder, holder), "utf8")
    .catch((error: { code?: string }) => {
      if (error.code === "ENOENT") return undefined;
      throw error;
    });
  // It was shown before the claim, and is taken away when its holder has ended.
  if (text === undefined) return false;
  const { pid, place } = Object(parse(text)) as Partial<Process>;
  if (!Number.isInteger(pid) || !place || place !== (await placeHere())) return undefined;
  return isAlive(pid as number);
}

/** Whether a file of the store's folder is a holder's. */
export function isHolderFile(name: string): boolean {
  return FILE.test(name);
}

function pathOf(folder: string, holder: string): string {
  return `${folder}/${holder}.wanreel-holder`;
}

/**
 * The machine, by the number of its start, and the space of process numbers on it; nothing where the system tells neither:
 * machines may share a name.
 */
async function placeHere(): Promise<string | undefined> {
  try {
    const space = await fileSystem().readlink("/proc/self/ns/pid");
    const start = await fileSystem().readFile("/proc/sys/kernel/random/boot_id", "utf8");
    return `${hostName()} ${start.trim()} ${space}`;
  } catch {
    return undefined;
  }
}

/** Signal 0 is sent to nobody, and only tells. A number that another process has by now counts as alive: it is waited for. */
function isAlive(pid: number): boolean {
  try {
    thisProcess().kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code !== "ESRCH";
  }
}
