/** The command line: the program, its commands, and what it says of a mistake. A command is a file in commands/. */
import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { simulate } from "./commands/simulate.js";
import { UsageError } from "./usage-error.js";

const COMMANDS = [simulate];

/** Runs the command; resolves to its exit code, or never while a server runs. */
export async function main(args: string[]): Promise<number> {
  let code = 0;
  const program = new Command("npx wanreel").usage("<command> [flags]").version(version(), "-v, --version");
  for (const make of COMMANDS) {
    const command = make((exit) => {
      code = exit;
    });
    program.addCommand(command);
    // While there are few commands, the help of all is the help of each.
    program.addHelpText("after", () => `\n${command.helpInformation()}`);
  }
  quietly(program);
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof UsageError) return refuse(error.message);
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    // No command at all: the help was shown, and is no success.
    if (error.code === "commander.help") return 2;
    return refuse(sentence(error, program));
  }
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
      const names = program.commands.map((command) => `wanreel ${command.name()}`).join(", ");
      return `there is no command "${found}"${suggestion || `; there is: ${names}`}`;
    }
    case "commander.unknownOption": {
      const [flag = "", value] = found.split("=");
      const commands = program.commands as Command[];
      const known = commands.flatMap(({ options }) => options).find((option) => option.long === flag);
      if (known && value !== undefined) return `${flag} takes no value; got "${value}"`;
      if (known) return `the command comes first: wanreel ${commands[0]?.name()} ${flag}`;
      return `there is no flag ${flag}${suggestion}`;
    }
    case "commander.optionMissingArgument":
      return `${found.split(" ")[0]} needs a value`;
    default:
      return error.message.replace(/^error: /, "");
  }
}

/** Of the package: its manifest is beside the folder this is built into. */
function version(): string {
  return JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version;
}

function refuse(message: string): number {
  console.error(`wanreel: ${message}\nTry: npx wanreel simulate --help`);
  return 2;
}
