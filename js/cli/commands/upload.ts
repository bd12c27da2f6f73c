/** `wanreel upload`: a file where the API can fetch it. */
import { openAsBlob } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import type { Command } from "commander";
import { command, type Exit, printJson } from "../command.js";
import { connect } from "../environment.js";
import { EXIT } from "../exit-code.js";
import { Interrupt } from "../interrupt.js";
import { note } from "../terminal.js";
import { UsageError } from "../usage-error.js";

export function upload(exit: Exit): Command {
  return command("upload", {
    description: "put a file where the API can fetch it, for 72 hours; prints its address",
    examples: [
      ["upload portrait.jpg", "a file (generate uploads by itself)"],
      ["upload https://example.com/portrait.jpg", "one from the web"],
    ],
  })
    .argument("<file|url>", "The file")
    .action(async (source: string, { json }: { json?: boolean }) => {
      const interrupt = new Interrupt(note);
      try {
        const { signal } = interrupt;
        const file = await sourceOf(source);
        const { raw: _, ...uploaded } = await connect().client.upload(file, { signal });
        if (json) printJson(uploaded);
        else console.log(uploaded.url);
        exit(EXIT.done);
      } finally {
        interrupt.end();
      }
    });
}

async function sourceOf(source: string): Promise<File | string> {
  if (/^(https?|data):/i.test(source)) return source;
  const found = await stat(source).catch(() => undefined);
  if (!found?.isFile()) throw new UsageError(found ? `${source} is no file` : `there is no file ${source}`);
  return new File([await openAsBlob(source)], basename(source));
}
