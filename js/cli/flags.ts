/** Flags that several commands have. */
import { Option } from "commander";
import { UsageError } from "./usage-error.js";

export function outFlag(about: string): Option {
  return new Option("-o, --out <FILE>", about);
}

/** Prices are named by their tables, and read by the library. */
export function pricesFlag(): Option {
  return new Option("--prices <NAME>", "guide-2026-05 (default) or list-2026-10").argParser((text) => {
    if (text === "guide-2026-05" || text === "list-2026-10") return text;
    throw new UsageError(`--prices must be guide-2026-05 or list-2026-10; got "${text}"`);
  });
}

export function maxUsdFlag(): Option {
  return new Option("--max-usd <N>", "Refuse what can cost more (exit 4)").argParser((text) =>
    positive("max-usd", text),
  );
}

export function deadlineFlag(): Option {
  return new Option("--deadline <SECONDS>", "Stop waiting after that long (default 900); the task goes on").argParser(
    (text) => positive("deadline", text),
  );
}

/** Another folder than the user's data folder: such as a program's own `new FileStore(".wanreel")`. */
export function storeFlag(): Option {
  return new Option(
    "--store <FOLDER>",
    "Where it is remembered; default: your data folder. A program's: its FileStore's",
  );
}

/** As it is typed again behind a command, by a person. */
export function againWith(store: string | undefined): string {
  if (store === undefined) return "";
  return ` --store ${/^[\w./:\\-]+$/.test(store) ? store : JSON.stringify(store)}`;
}

function positive(flag: string, text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new UsageError(`--${flag} must be a number greater than 0; got "${text}"`);
}
