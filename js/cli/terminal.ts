/** What a terminal is shown and asked; what is no terminal gets plain lines. Answers go to stdout, all else to stderr. */
import { createInterface } from "node:readline";
import { styleText } from "node:util";
import { Stopped } from "./interrupt.js";

export type Colour = "bold" | "dim" | "cyan" | "green" | "yellow" | "red" | "magenta";
type Stream = NodeJS.WriteStream;

/** Coloured where a terminal shows it (https://no-color.org). */
export function style(colour: Colour, text: string, stream: Stream = process.stdout): string {
  const plain = !stream.isTTY || Boolean(process.env.NO_COLOR) || process.env.TERM === "dumb";
  return plain ? text : styleText(colour, text);
}

/** A line beside the answer. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Whether a question can be asked: somebody reads it, and can type an answer. */
export function canAsk(): boolean {
  return Boolean(process.stdin.isTTY && process.stderr.isTTY);
}

/** Asks for a yes; anything else is a no. @throws Stopped at Ctrl-C */
export function confirm(question: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  return new Promise((resolve, reject) => {
    lines.once("SIGINT", () => {
      reject(new Stopped(false));
      lines.close();
    });
    lines.once("close", () => resolve(false));
    lines.question(`${question} [y/N] `, (answer) => {
      resolve(/^\s*y(es)?\s*$/i.test(answer));
      lines.close();
    });
  });
}

/** Rows under each other, by their widest cell; the last column is left as it is. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  }
  const line = (row: readonly string[]) =>
    row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join("  ");
  return rows.map((row) => line(row).trimEnd()).join("\n");
}

/** "$0.43": cents, and further digits only where there are some. */
export function dollars(microUsd: number): string {
  const digits = (microUsd / 1e6).toFixed(6).replace(/0{1,4}$/, "");
  return `$${digits}`;
}

/** "1:05" of milliseconds. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
