/** `wanreel tasks`: what was submitted from here, and is not over. */
import type { Command } from "commander";
import type { Unfinished } from "../../types/client.js";
import { command, type Exit, printJson } from "../command.js";
import { connect } from "../environment.js";
import { EXIT } from "../exit-code.js";
import { clock, dollars, note, table } from "../terminal.js";

const PROMPT = 40;

export function tasks(exit: Exit): Command {
  return command("tasks", {
    description: "list what was submitted from this machine and is under way, unknown, or finished within a day",
    examples: [
      ["tasks", "a line each"],
      ["tasks --json", "with keys and records"],
    ],
  }).action(async ({ json }: { json?: boolean }) => {
    const found = (await connect().client.resume()).sort((a, b) => a.record.createdAt - b.record.createdAt);
    if (json) printJson(found);
    else if (found.length === 0) note("nothing is under way, and nothing finished within a day");
    else console.log(table(found.map(row)));
    for (const { key, state } of json ? [] : found) {
      if (state === "unknown") note(`outcome unknown: npx wanreel reconcile ${key} --task ID, or --not-accepted`);
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
