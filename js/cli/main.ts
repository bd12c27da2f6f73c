/** The command line: the program, its commands, and what it says of a mistake. A command is a file in commands/. */
import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import type { MakeCommand } from "./command.js";
import { completion } from "./commands/completion.js";
import { credits } from "./commands/credits.js";
import { demo } from "./commands/demo.js";
import { download } from "./commands/download.js";
import { generate } from "./commands/generate.js";
import { init } from "./commands/init.js";
import { migrate } from "./commands/migrate.js";
import { models } from "./commands/models.js";
import { price } from "./commands/price.js";
import { reconcile } from "./commands/reconcile.js";
import { resume } from "./commands/resume.js";
import { schema } from "./commands/schema.js";
import { simulate } from "./commands/simulate.js";
import { tasks } from "./commands/tasks.js";
import { upload } from "./commands/upload.js";
import { validate } from "./commands/validate.js";
import { EXIT } from "./exit-code.js";
import { reportError } from "./report.js";
import { UsageError } from "./usage-error.js";

const COMMANDS: readonly MakeCommand[] = [
  generate,
  validate,
  price,
  migrate,
  models,
  schema,
  tasks,
  resume,
  reconcile,
  download,
  credits,
  upload,
  simulate,
  demo,
  init,
  completion,
];

const ABOUT = `
Key by EVOLINK_API_KEY; address by EVOLINK_BASE_URL, such as that of \`wanreel simulate\`.

Exit codes:
  0 done   1 failed or invalid   2 wrong usage, nothing sent   3 outcome unknown   4 over budget   130 stopped

Examples:
  npx wanreel generate "A lighthouse keeper climbs the stairs at dusk" --out dusk.mp4
  npx wanreel validate request.json
  npx wanreel generate --help`;

/** Runs the command; resolves to its exit code, or never while a server runs. */
export async function main(args: string[]): Promise<number> {
  let code: number = EXIT.done;
  const program = new Command("npx wanreel")
    .usage("<command> [arguments] [flags]")
    .description(
      "The Wan 2.7 video API on the command line: checks and prices a request, pays once, waits, saves the video.",
    )
    .version(version(), "-v, --version", "Print the version")
    .helpOption("-h, --help", "This text; a command's own --help says more")
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .addHelpText("after", ABOUT);
  for (const make of COMMANDS) {
    program.addCommand(
      make((exit) => {
        code = exit;
      }),
    );
  }
  quietly(program);
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    const about = commandIn(args, program);
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return EXIT.done;
      // No command at all: the help was shown, and is no success.
      if (error.code === "commander.help") return EXIT.misuse;
    }
    const told = error instanceof CommanderError ? new UsageError(sentence(error, program)) : error;
    const exit = reportError(told, { json: args.includes("--json") });
    if (told instanceof UsageError && told.help)
      console.error(`Try: npx wanreel ${about ? `${about.name()} ` : ""}--help`);
    return exit;
  }
}

function commandIn(args: readonly string[], program: Command): Command | undefined {
  return program.commands.find((command) => command.name() === args[0]);
}

/** Errors are thrown and said here, in one form; help and version are still written. */
function quietly(command: Command): void {
  command.exitOverride().configureOutput({ writeErr() {}, writeOut: (text) => process.stdout.write(text) });
  if (command.commands.length > 0) command.configureOutput({ writeErr: (text) => helpOnly(text) });
  for (const child of command.commands) quietly(child as Command);
}

/** Without a command the library writes the help where it writes errors. */
function helpOnly(text: string): void {
  if (text.startsWith("Usage: ")) process.stdout.write(text);
}

/** What the library says, in the words of this program: what was found, and what was probably meant. */
function sentence(error: CommanderError, program: Command): string {
  const [, found = "", meant] = /'([^']*)'(?:[\s\S]*\(Did you mean (.*)\?\))?/.exec(error.message) ?? [];
  const suggestion = meant === undefined ? "" : `; did you mean ${meant}?`;
  switch (error.code) {
    case "commander.unknownCommand": {
      const names = program.commands.map((command) => command.name()).join(", ");
      return `there is no command "${found}"${suggestion || `; there is: ${names}`}`;
    }
    case "commander.unknownOption": {
      const [flag = "", value] = found.split("=");
      const owner = program.commands.find(({ options }) => options.some((option) => option.long === flag));
      if (owner && value !== undefined) return `${flag} takes no value; got "${value}"`;
      if (owner && suggestion === "") return `the command comes first: wanreel ${owner.name()} ${flag}`;
      // Of the pipeline's jobs one in 64 begins so.
      if (process.argv.includes("reconcile") && /^-[^-][\w-]{6,}$/.test(flag)) {
        return `${flag} is taken for a flag: if it is the key, put it last, behind --, as in -- ${flag}`;
      }
      return `there is no flag ${flag}${suggestion}`;
    }
    case "commander.optionMissingArgument":
      return `${found.split(" ")[0]} needs a value`;
    case "commander.missingArgument":
      return `<${found}> is missing`;
    case "commander.excessArguments":
      return `${error.message.replace(/^error: /, "")} (put a prompt into quotes)`;
    default:
      return error.message.replace(/^error: /, "");
  }
}

/** Of the package: its manifest is beside the folder this is built into. */
function version(): string {
  return JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version;
}
