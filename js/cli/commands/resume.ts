/** `wanreel resume`: goes on waiting for what was submitted. */
import type { Command } from "commander";
import { WanError } from "../../errors/wan-error.js";
import type { CompletedTask, Unfinished } from "../../types/client.js";
import { command, type Exit, printJson } from "../command.js";
import { connectTo } from "../environment.js";
import { EXIT, exitCodeOf } from "../exit-code.js";
import { againWith, deadlineFlag, outFlag, storeFlag } from "../flags.js";
import { Interrupt, Stopped } from "../interrupt.js";
import { Progress } from "../progress.js";
import { reportError } from "../report.js";
import { checkOut, save } from "../save.js";
import { note } from "../terminal.js";
import { UsageError } from "../usage-error.js";

interface Given {
  out?: string;
  json?: boolean;
  deadline?: number;
  store?: string;
}

export function resume(exit: Exit): Command {
  return command("resume", {
    description: "go on waiting for a task, or for all that were submitted from this machine; nothing is paid again",
    examples: [
      ["resume", "all that are under way"],
      ["resume task-unified-1757169743-7cvnl5zw --out video.mp4", "one, and save it"],
      ["resume --store .wanreel", 'those of a program of yours: new FileStore(".wanreel")'],
    ],
  })
    .argument("[id]", "The task's id")
    .addOption(outFlag("Save the video there; with an id"))
    .addOption(deadlineFlag())
    .addOption(storeFlag())
    .action(async (id: string | undefined, options: Given) => exit(await run(id, options)));
}

async function run(id: string | undefined, options: Given): Promise<number> {
  const { out, json } = options;
  if (out !== undefined && id === undefined) throw new UsageError("--out needs the id of one task");
  if (out !== undefined) await checkOut(out);
  const progress = new Progress();
  const interrupt = new Interrupt((text) => progress.say(text));
  const { client } = connectTo(options.store);
  const { signal } = interrupt;
  const deadline = options.deadline === undefined ? {} : { deadlineMs: options.deadline * 1000 };
  const wait = async (taskId: string): Promise<CompletedTask> => {
    try {
      return await client.wait(taskId, { signal, onProgress: (seen) => progress.update(seen), ...deadline });
    } catch (error) {
      if (error instanceof Stopped || error instanceof WanError) error.taskId ??= taskId;
      throw error;
    } finally {
      progress.end();
    }
  };
  try {
    // Read first: the client then writes into the store what becomes of a task.
    const found = await client.resume();
    if (id !== undefined) {
      const task = await wait(id);
      const saved = out === undefined ? undefined : await save(client, task, out, signal);
      print(task, json, saved);
      return EXIT.done;
    }
    return await all(found, wait, options);
  } finally {
    progress.end();
    interrupt.end();
  }
}

/** One after the other; one that fails does not keep the others from being waited for. */
async function all(
  found: Unfinished[],
  wait: (id: string) => Promise<CompletedTask>,
  { json = false, store }: Given,
): Promise<number> {
  let code: number = EXIT.done;
  const ended: unknown[] = [];
  for (const { key, record, state } of found) {
    if (state === "unknown") {
      code = EXIT.unknown;
      note(`outcome unknown: npx wanreel reconcile ${key}${againWith(store)} --task ID, or --not-accepted`);
    }
    if (state !== "submitted" || record.taskId === undefined) continue;
    try {
      const task = await wait(record.taskId);
      const { raw: _, ...shown } = task;
      ended.push(shown);
      if (!json) print(task, false);
    } catch (error) {
      if (error instanceof Stopped) throw error;
      ended.push({ id: record.taskId, error });
      reportError(error, { json: false });
      code = Math.max(code, exitCodeOf(error));
    }
  }
  if (json) printJson(ended);
  else if (ended.length === 0) note("nothing is under way");
  return code;
}

function print(task: CompletedTask, json: boolean | undefined, saved?: { file: string }): void {
  const { raw: _, ...shown } = task;
  if (json) printJson({ ...shown, ...saved });
  else console.log(saved?.file ?? task.results.join("\n"));
}
