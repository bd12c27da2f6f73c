/** `wanreel credits`: what the account has left. */
import type { Command } from "commander";
import { command, type Exit, printJson } from "../command.js";
import { connect } from "../environment.js";
import { EXIT } from "../exit-code.js";
import { table } from "../terminal.js";

export function credits(exit: Exit): Command {
  return command("credits", {
    description: "show the credits that account and key have left",
    examples: [["credits --json", "in JSON"]],
  }).action(async ({ json }: { json?: boolean }) => {
    const { raw: _, ...left } = await connect().client.credits();
    const { user, token } = left;
    if (json) printJson(left);
    else {
      const rows = [
        ["", "remaining", "used"],
        ["account", String(user.remaining), String(user.used)],
        ["key", token.unlimited ? "unlimited" : String(token.remaining), String(token.used)],
      ];
      console.log(table(rows));
    }
    exit(EXIT.done);
  });
}
