/** `wanreel completion`: what a shell needs to complete commands and flags. */
import type { Command } from "commander";
import { command, type Exit } from "../command.js";
import { EXIT } from "../exit-code.js";
import { UsageError } from "../usage-error.js";

const SHELLS = ["bash", "zsh", "fish"] as const;
type Shell = (typeof SHELLS)[number];

export function completion(exit: Exit): Command {
  const made = command("completion", {
    description: "print a completion script for bash, zsh or fish (for an installed `wanreel`)",
    examples: [
      ["completion bash >> ~/.bashrc", "bash"],
      ["completion zsh > ~/.zfunc/_wanreel", "zsh, with ~/.zfunc in fpath"],
      ["completion fish > ~/.config/fish/completions/wanreel.fish", "fish"],
    ],
  }).argument("<shell>", SHELLS.join(", "));
  return made.action((shell: string) => {
    if (!SHELLS.includes(shell as Shell)) throw new UsageError(`the shell must be bash, zsh or fish; got "${shell}"`);
    process.stdout.write(SCRIPTS[shell as Shell](made.parent?.commands ?? []));
    exit(EXIT.done);
  });
}

const flagsOf = (each: Command) =>
  each.options.flatMap(({ long, hidden, description }) => (long && !hidden ? [{ long, description }] : []));
const names = (all: readonly Command[]) => all.map((each) => each.name()).join(" ");
/** Inside single quotes. */
const quoted = (text: string) => text.replaceAll("\n", " ").replaceAll("'", "’");

const SCRIPTS: { readonly [shell in Shell]: (all: readonly Command[]) => string } = {
  bash: (all) => {
    const cases = all.map(
      (each) =>
        `    ${each.name()}) words='${flagsOf(each)
          .map(({ long }) => long)
          .join(" ")} --help' ;;`,
    );
    return [
      "_wanreel() {",
      "  local current=$2 command words",
      '  read -r _ command _ <<<"$COMP_LINE"',
      '  case "$command" in',
      ...cases,
      "  esac",
      `  if [ "$COMP_CWORD" -eq 1 ]; then words='${names(all)} --help --version'`,
      `  elif [[ "$current" != -* ]]; then local IFS=$'\\n'; COMPREPLY=($(compgen -f -- "$current")); return; fi`,
      '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
      "}",
      "complete -o filenames -F _wanreel wanreel",
      "",
    ].join("\n");
  },
  zsh: (all) => {
    const colons = (text: string) => quoted(text).replaceAll(":", "\\:").replaceAll("[", "(").replaceAll("]", ")");
    const cases = all.map((each) => {
      const flags = flagsOf(each).map(({ long, description }) => `'${long}[${colons(description)}]'`);
      return `    ${each.name()}) _arguments ${flags.join(" ")} '*:file:_files' ;;`;
    });
    return [
      "#compdef wanreel",
      "_wanreel() {",
      "  if (( CURRENT == 2 )); then",
      "    local -a commands",
      `    commands=(${all.map((each) => `'${each.name()}:${colons(each.description())}'`).join(" ")})`,
      "    _describe 'command' commands",
      "    return",
      "  fi",
      "  local command=$words[2]",
      "  shift words; (( CURRENT-- ))",
      "  case $command in",
      ...cases,
      "  esac",
      "}",
      // As a file of fpath it is the function itself, which loads at the first Tab and has to answer that, too.
      'if [ "$funcstack[1]" = "_wanreel" ]; then _wanreel "$@"; else compdef _wanreel wanreel; fi',
      "",
    ].join("\n");
  },
  fish: (all) => {
    const lines = all.flatMap((each) => {
      const own = `complete -c wanreel -n '__fish_use_subcommand' -f -a '${each.name()}' -d '${quoted(each.description())}'`;
      const flags = flagsOf(each).map(
        ({ long, description }) =>
          `complete -c wanreel -n '__fish_seen_subcommand_from ${each.name()}' -l '${long.slice(2)}' -d '${quoted(description)}'`,
      );
      return [own, ...flags];
    });
    return `${lines.join("\n")}\n`;
  },
};
