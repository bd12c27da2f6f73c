/** `wanreel download`: the video of a task. */
import type { Command } from "commander";
import { command, type Exit, printJson } from "../command.js";
import { connect } from "../environment.js";
import { EXIT } from "../exit-code.js";
import { outFlag } from "../flags.js";
import { Interrupt } from "../interrupt.js";
import { checkOut, save } from "../save.js";
import { note } from "../terminal.js";

export function download(exit: Exit): Command {
  return command("download", {
    description: "save the video of a task that has completed; its link lives 24 hours",
    examples: [
      ["download task-unified-1757169743-7cvnl5zw -o video.mp4", "into a file"],
      ["download task-unified-1757169743-7cvnl5zw -o - | ffprobe -", "to stdout"],
    ],
  })
    .argument("<id>", "The task's id")
    .addOption(outFlag("The file, or - for stdout (default: ID.mp4)"))
    .action(async (id: string, { out, json }: { out?: string; json?: boolean }) => {
      const file = out ?? `${id.replaceAll(/[^\w.-]+/g, "_")}.mp4`;
      await checkOut(file);
      const interrupt = new Interrupt(note);
      try {
        const saved = await save(connect().client, id, file, interrupt.signal);
        if (json && file !== "-") printJson(saved);
        else if (file !== "-") console.log(file);
        exit(EXIT.done);
      } finally {
        interrupt.end();
      }
    });
}
