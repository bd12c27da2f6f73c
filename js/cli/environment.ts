/** The client that a command works with, as the environment says. */
import { statSync } from "node:fs";
import { API } from "../client/settings.js";
import { WanClient } from "../client/wan-client.js";
import { ConfigError } from "../errors/local.js";
import { FileStore } from "../stores/file.js";
import type { ClientOptions, TaskStore } from "../types/client.js";
import { storeFolder } from "./data-folder.js";
import { UsageError } from "./usage-error.js";

export interface Connection {
  client: WanClient;
  store: TaskStore;
  /** Whether it is the real API, where a video costs money. */
  baseUrl: string;
}

/** A folder that is only read has to be there: of one that is misspelt, nothing would be under way. */
function existing(folder: string): string {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return folder;
  throw new UsageError(`--store ${folder}: there is no such folder; name the one given to FileStore`);
}

/** The same for what looks into a store that some program has filled. */
export function connectTo(store: string | undefined): Connection {
  return connect({}, store === undefined ? undefined : existing(store));
}

/**
 * Key by EVOLINK_API_KEY, address by EVOLINK_BASE_URL (such as a simulator's), store in `folder`, else in the user's data folder.
 * @throws UsageError where one of them is wrong
 */
export function connect(options: ClientOptions = {}, folder?: string): Connection {
  const { EVOLINK_BASE_URL, EVOLINK_API_KEY } = process.env;
  const given = EVOLINK_BASE_URL?.trim();
  if (given && !/^https?:\/\/./i.test(given)) {
    throw new UsageError(`EVOLINK_BASE_URL must be an http or https address, such as ${API}; it is "${given}"`);
  }
  const baseUrl = given || API;
  if (!EVOLINK_API_KEY?.trim() && !given) {
    throw new UsageError("EVOLINK_API_KEY is not set: put your key there, such as export EVOLINK_API_KEY=sk-…");
  }
  try {
    const store = new FileStore(folder ?? storeFolder(baseUrl));
    return { client: new WanClient({ ...options, store, ...(given ? { baseUrl: given } : {}) }), store, baseUrl };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const named = error.message.replace(/^baseUrl/, "EVOLINK_BASE_URL").replace(/^apiKey/, "EVOLINK_API_KEY");
    throw new UsageError(error.hint ? `${named}: ${error.hint}` : named);
  }
}
