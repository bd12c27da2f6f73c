/** `wanreel tasks`: what was submitted from here, and is not over. */
import type { Command } from "commander";
import type { Unfinished } from "../../types/client.js";
import { command, type Exit, printJson } from "../command.js";
import { connectTo } from "../environment.js";
import { EXIT } from "../exit-code.js";
import { againWith, storeFlag } from "../flags.js";
import { clock, dollars, note, table } from "../terminal.js";

const PROMPT = 40;

export function tasks(exit: Exit): Command {
  return command("tasks", {
    description: "list what was submitted from this machine and is under way, unknown, or finished within a day",
    examples: [
      ["tasks", "a line each"],
      ["tasks --json", "with keys and records"],
      ["tasks --store .wanreel", 'what a program of yours submitted, with new FileStore(".wanreel")'],
    ],
  })
    .addOption(storeFlag())
    .action(async ({ json, store }: { json?: boolean; store?: string }) => {
      const found = (await connectTo(store).client.resume()).sort((a, b) => a.record.createdAt - b.record.createdAt);
      if (json) printJson(found);
      else if (found.length === 0) note("nothing is under way, and nothing finished within a day");
      else console.log(table(found.map(row)));
      for (const { key, state } of json ? [] : found) {
        if (state === "unknown")
          note(`outcome unknown: npx wanreel reconcile ${key}${againWith(store)} --task ID, or --not-accepted`);
      }
      exit(EXIT.done);
    });
}

function row({ key, record, state }: Unfinished): string[] {
  const { taskId, createdAt, remembered } = record;
  const prompt = remembered?.prompt.replaceAll(/\s+/g, " ") ?? "";
  const cut = prompt.length > PROMPT ? `${prompt.slice(0, PROMPT - 1)}…` : prompt;
  return [
    state,
    taskId ?? key.slice(0, 12),
    `${clock(Date.now() - createdAt)} ago`,
    remembered?.model ?? "",
    remembered ? dollars(remembered.microUsd) : "",
    cut,
  ];
}
