/** `wanreel reconcile`: ends an unknown outcome, once a person knows. */
import type { Command } from "commander";
import { command, type Exit, printJson } from "../command.js";
import { connect } from "../environment.js";
import { EXIT } from "../exit-code.js";
import { note } from "../terminal.js";
import { UsageError } from "../usage-error.js";

interface Given {
  task?: string;
  notAccepted?: boolean;
  json?: boolean;
}

/** As much of a key as is needed to tell it from others. */
const SHORTEST = 8;

export function reconcile(exit: Exit): Command {
  return command("reconcile", {
    description: "end the unknown outcome of a submit whose answer was lost, once you know what became of it",
    examples: [
      ["reconcile 3f2a9c41 --task task-unified-1757169743-7cvnl5zw", "it was accepted as this task"],
      ["reconcile 3f2a9c41 --not-accepted", "it was not: the request may be sent again"],
    ],
  })
    .argument("<key>", "As `wanreel tasks` shows it; its beginning is enough")
    .option("--task <ID>", "The task it was accepted as")
    .option("--not-accepted", "It was not accepted")
    .action(async (key: string, options: Given) => exit(await run(key, options)));
}

async function run(beginning: string, { task: taskId, notAccepted, json }: Given): Promise<number> {
  if ((taskId === undefined) === !notAccepted) {
    throw new UsageError("say either --task ID or --not-accepted; your dashboard tells which");
  }
  const { client } = connect();
  const key = await whole(beginning, async () => (await client.resume()).map((each) => each.key));
  const task = await client.reconcile(key, taskId === undefined ? "not_accepted" : { taskId });
  const { raw: _, ...shown } = task ?? { raw: null };
  if (json) printJson(task ? shown : null);
  else if (task) console.log(`${task.id}  ${task.status}`);
  if (!json) note(task ? `npx wanreel resume ${task.id} goes on` : "freed: the same request may be submitted again");
  return EXIT.done;
}

/** The key that begins so. */
async function whole(beginning: string, keys: () => Promise<string[]>): Promise<string> {
  if (beginning.length < SHORTEST) throw new UsageError(`the key needs at least ${SHORTEST} characters`);
  const fitting = (await keys()).filter((key) => key.startsWith(beginning));
  const [only, another] = fitting;
  if (another !== undefined && !fitting.includes(beginning)) {
    throw new UsageError(`${fitting.length} keys begin with ${beginning}: give more of it`);
  }
  return fitting.includes(beginning) ? beginning : (only ?? beginning);
}
