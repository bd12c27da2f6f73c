// A real terminal: tmux draws it, and what stands on its screen is read back.
import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { CLI, until } from "./support.mjs";

const hasTmux = spawnSync("tmux", ["-V"]).status === 0;
export const skip = hasTmux ? false : "there is no tmux here: a command line in a terminal is not tried";

/** A terminal of 100 by 30 with a shell in it. */
export function terminal(t, { env, folder }, shell = "bash --norc --noprofile") {
  const socket = `wanreel-${randomUUID()}`;
  const tmux = (...args) =>
    spawnSync("tmux", ["-L", socket, ...args], { encoding: "utf8", cwd: folder, env: { ...env, PS1: "$ " } });
  tmux("-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "30", shell);
  t.after(() => tmux("kill-server"));
  const screen = (...flags) => tmux("capture-pane", "-p", ...flags).stdout;
  const type = (text) => tmux("send-keys", "-l", text);
  const press = (key) => tmux("send-keys", key);
  return {
    screen,
    press,
    type,
    /** Runs a command line; its exit code is shown when it has ended. */
    run(args) {
      type(`'${process.execPath}' '${CLI}' ${args}; echo "exit $?"`);
      press("Enter");
    },
    shows: (pattern) => until(`${pattern} on the screen:\n${screen()}`, () => pattern.exec(screen())),
  };
}
