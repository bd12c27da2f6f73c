/** What all commands have. A command is a file in commands/. */
import { Command } from "commander";

/** Hears a command's exit code. */
export type Exit = (code: number) => void;
export type MakeCommand = (exit: Exit) => Command;

export interface About {
  description: string;
  /** Command lines, each with what it does. */
  examples: readonly (readonly [line: string, what: string])[];
}

/** A command with --json, --help and examples. */
export function command(name: string, { description, examples }: About): Command {
  const width = Math.max(...examples.map(([line]) => line.length));
  const lines = examples.map(([line, what]) => `  npx wanreel ${line.padEnd(width)}  ${what}`);
  return (
    new Command(name)
      .description(description)
      // Of the list of commands, where there is a line for each.
      .summary(description.split(/[:;\n]|\. /)[0] ?? "")
      .helpOption("-h, --help", "This text")
      .option("--json", "Answer in JSON, on stdout")
      .allowExcessArguments(false)
      .addHelpText("after", `\nExamples:\n${lines.join("\n")}`)
  );
}

/** Writes an answer as JSON. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}
