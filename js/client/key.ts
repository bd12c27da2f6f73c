/** The API key: where it comes from, where it must not be, and how to keep it out of everything that is shown. */
import { ConfigError } from "../errors/local.js";
import { isPage } from "../internal/is-page.js";
import { redactError, redactText } from "../internal/redact.js";
import type { ClientOptions } from "../types/client.js";

const SHORTEST = 8;

/** Holds the key in a closure, where no inspection of the client reaches it. */
export interface KeyRing {
  /** Whether there is one, or a function that will tell. */
  readonly exists: boolean;
  /** The Authorization header's value; a promise only where a function of the caller's tells the key. */
  authorize(): string | undefined | Promise<string | undefined>;
  /** `text` without any key that was used. */
  redactText(text: string): string;
  /** What was thrown, made anew without any key that was used. */
  redactError(thrown: unknown): unknown;
}

interface KeyOptions {
  apiKey: ClientOptions["apiKey"] | undefined;
  dangerouslyAllowBrowser: boolean | undefined;
}

export function keyRing(options: KeyOptions): KeyRing {
  // Bundlers make a process for pages: what they put into it, every visitor could read.
  const hidden = isPage() && options.dangerouslyAllowBrowser !== true;
  const given = options.apiKey ?? (hidden ? undefined : environmentKey());
  const used = new Set<string>();
  if (given !== undefined && typeof given !== "string" && typeof given !== "function") {
    throw new ConfigError("apiKey must be a string, or a function that answers one");
  }
  if (options.apiKey !== undefined && isPage() && options.dangerouslyAllowBrowser !== true) {
    throw new ConfigError(
      "an API key in a page can be read by every visitor",
      'send requests through a proxy: baseUrl: "/api/wan" and no apiKey; or accept the risk with dangerouslyAllowBrowser: true',
    );
  }
  const accept = (key: unknown): string => {
    // Checked here, since what Headers throws for a bad value quotes it.
    if (key === "" || key === undefined || key === null) {
      const hint = "set EVOLINK_API_KEY on the server; leave apiKey out where a proxy adds the key";
      throw new ConfigError("there is no API key: apiKey is empty", hint);
    }
    if (typeof key !== "string" || !/^[\x21-\x7e]+$/.test(key)) {
      throw new ConfigError(
        "apiKey must be visible ASCII characters without spaces",
        "check for a line break at its end",
      );
    }
    // What is shorter is no key of the API, and would blot out words that are none.
    if (key.length >= SHORTEST) used.add(key);
    return key;
  };
  if (typeof given === "string") accept(given);
  const ask = async (tell: () => string | Promise<string>) => `Bearer ${accept(await tell())}`;
  return {
    exists: given !== undefined,
    authorize() {
      return typeof given === "function" ? ask(given) : given && `Bearer ${given}`;
    },
    redactText: (text) => redactText(text, used),
    redactError: (thrown) => redactError(thrown, used),
  };
}

function environmentKey(): string | undefined {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  try {
    return process?.env?.EVOLINK_API_KEY?.trim() || undefined;
  } catch {
    // Deno asks for permission, and may be denied it.
    return undefined;
  }
}
