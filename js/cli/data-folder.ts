/** Where the command line remembers what was submitted. */
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

interface Surroundings {
  platform: string;
  env: Record<string, string | undefined>;
  home: string;
}

/**
 * The user's data folder: XDG_DATA_HOME where it is set (https://specifications.freedesktop.org/basedir-spec: a relative path
 * is invalid and ignored), else what the system has for it.
 */
export function dataFolder({ platform, env, home }: Surroundings = { ...process, home: homedir() }): string {
  const { XDG_DATA_HOME: xdg, LOCALAPPDATA: local } = env;
  if (xdg && isAbsolute(xdg)) return join(xdg, "wanreel");
  if (platform === "win32") return join(local || join(home, "AppData", "Local"), "wanreel");
  if (platform === "darwin") return join(home, "Library", "Application Support", "wanreel");
  return join(home, ".local", "share", "wanreel");
}

/**
 * The folder of one API: a task of a simulator must never stand for one of the real API. Not one a key: who changes the key
 * of an account must not pay twice.
 */
export function storeFolder(baseUrl: string, folder: string = dataFolder()): string {
  const { host, pathname } = new URL(baseUrl);
  const name = `${host}${pathname.replace(/\/+$/, "")}`.replaceAll(/[^\w.-]+/g, "_");
  return join(folder, "tasks", name);
}
