/** `wanreel validate`: what is wrong with a request, before it costs anything. */
import type { Command } from "commander";
import { command, type Exit, printJson } from "../command.js";
import { EXIT } from "../exit-code.js";
import { prepare, readRequest } from "../prepare.js";
import { issueLines } from "../report.js";
import { requestFlags } from "../request-flags.js";

interface Given {
  json?: boolean;
  media?: boolean;
  lenient?: boolean;
}

export function validate(exit: Exit): Command {
  const made = command("validate", {
    description:
      "say what is wrong with a request; exit 1 where it is invalid. Files of this machine are looked at too",
    examples: [
      ["validate request.json", "every finding, a line each"],
      ["validate request.json --media", "look at media elsewhere too, by their headers"],
      ["validate - --json < request.json", "from stdin, findings in JSON"],
    ],
  })
    .argument("<request.json|prompt|->", "A request, in a file or from stdin; or a prompt")
    .option("--media", "Look at media behind URLs too: lengths, sizes and formats")
    .option("--lenient", "Warn of text over its limit, which the server cuts, rather than refuse it");
  for (const flag of requestFlags()) made.addOption(flag);
  return made.action(async (source: string, options: Given) => exit(await run(source, options)));
}

async function run(source: string, options: Given): Promise<number> {
  const { request, folder } = await readRequest(source, options);
  const { validation } = await prepare(request, folder, {
    all: options.media ?? false,
    strict: !options.lenient,
  });
  const { valid, issues, omitted } = validation;
  if (options.json) printJson(validation);
  else {
    if (issues.length > 0) console.log(issueLines(issues));
    if (omitted) console.log(`and ${omitted} more`);
    console.log(valid ? "valid" : "invalid");
  }
  return valid ? EXIT.done : EXIT.failed;
}
