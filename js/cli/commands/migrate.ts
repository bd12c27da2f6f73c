/** `wanreel migrate`: an older request as a wan2.7 one. */
import type { Command } from "commander";
import { migrate as migrated } from "../../api/planning.js";
import { validate } from "../../api/request.js";
import type { Change } from "../../types/results.js";
import { command, type Exit, printJson } from "../command.js";
import { EXIT } from "../exit-code.js";
import { readJson } from "../input.js";
import { issueLines } from "../report.js";
import { note } from "../terminal.js";

export function migrate(exit: Exit): Command {
  return command("migrate", {
    description: "rewrite a request of an older model as a wan2.7 one; says on stderr what changes, and why",
    examples: [
      ["migrate old.json > new.json", "the request alone"],
      ["migrate - --json < old.json", "the request and its changes"],
    ],
  })
    .argument("<request.json|->", "A request, in a file or from stdin")
    .action(async (source: string, { json }: { json?: boolean }) => {
      const { value } = await readJson(source);
      const { request, changes } = migrated(value);
      if (json) printJson({ request, changes });
      else printJson(request);
      note(changes.length === 0 ? "nothing to change" : changes.map(line).join("\n"));
      // What it was before may have been wrong as well.
      const { issues } = validate(request);
      if (issues.length > 0) note(issueLines(issues, process.stderr));
      exit(EXIT.done);
    });
}

function line({ kind, path, from, to, reason }: Change): string {
  const values = [from, to].filter((value) => value !== undefined).map((value) => JSON.stringify(value));
  return `${kind.padEnd(8)}  ${path.join(".")}  ${values.join(" → ")}\n          ${reason}`;
}
