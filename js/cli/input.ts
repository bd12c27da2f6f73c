/** JSON that a command is given: in a file, or on stdin. */
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { note } from "./terminal.js";
import { UsageError } from "./usage-error.js";

export interface JsonInput {
  value: unknown;
  /** Where relative paths in it start: beside its file. */
  folder: string;
}

/** @throws UsageError where it cannot be read, or is no JSON */
export async function readJson(source: string): Promise<JsonInput> {
  const isStdin = source === "-";
  if (isStdin && process.stdin.isTTY) note("reading JSON from the terminal: end it with Ctrl-D");
  const folder = isStdin ? process.cwd() : dirname(resolve(source));
  return { value: parse(await read(source, isStdin), isStdin ? "stdin" : source), folder };
}

async function read(source: string, isStdin: boolean): Promise<string> {
  try {
    return isStdin ? await text(process.stdin) : await readFile(source, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new UsageError(`there is no file ${source}`);
    if (code === "EISDIR") throw new UsageError(`${source} is a folder; a JSON file is needed`);
    throw new UsageError(`${source} cannot be read: ${message}`);
  }
}

function parse(json: string, name: string): unknown {
  try {
    // Editors of Windows begin a file with a mark.
    return JSON.parse(json.replace(/^\uFEFF/, ""));
  } catch (error) {
    const what = json.trim() === "" ? "it is empty" : (error as Error).message;
    throw new UsageError(`${name} is not JSON: ${what}`);
  }
}
