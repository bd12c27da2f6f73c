#!/usr/bin/env node
// Records a session of the command line in a real terminal (tmux), against the simulated API, as docs/terminal.svg.
import { spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { at, main, Stop } from "./lib/steps.mjs";

const COLUMNS = 100;
const ROWS = 22;
const GENERATE = 'npx wanreel generate "A lighthouse keeper climbs the stairs at dusk" -o dusk.mp4';
/** What is typed, one after the other. */
const SESSION = [
  'npx wanreel price "A lighthouse keeper climbs the stairs at dusk" --duration 15 --quality 1080p',
  GENERATE,
  `${GENERATE} # again: the same task`,
];
const FRAME_MS = 250;
const TIMEOUT_MS = 120_000;

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const ESCAPE = String.fromCharCode(27);
/** A change of colour, as a terminal is told it. */
const COLOUR = new RegExp(`${ESCAPE}\\[([\\d;]*)m`);
const COLOURS = { 31: "#e06c75", 32: "#98c379", 33: "#e5c07b", 35: "#c678dd", 36: "#56b6c2" };

/** A line of tmux's screen, its colours as spans. */
function spans(line) {
  let style = "";
  return line
    .split(COLOUR)
    .map((part, index) => {
      if (index % 2 === 0) return part && (style ? `<tspan ${style}>${escaped(part)}</tspan>` : escaped(part));
      const codes = part.split(";");
      const colour = codes.map((code) => COLOURS[code]).find(Boolean);
      style = colour ? `fill="${colour}"` : codes.includes("1") ? 'font-weight="bold"' : "";
      return "";
    })
    .join("");
}

/** Each frame is shown from its time to the next one's; the last stays. */
function svg(frames) {
  const groups = frames.map(({ ms, screen }, index) => {
    const lines = screen.trimEnd().split("\n");
    const text = lines.map((line, row) => `<text x="16" y="${(row + 2) * 18}">${spans(line)}</text>`).join("");
    const next = frames[index + 1]?.ms;
    const end = next === undefined ? 'fill="freeze"' : `dur="${(next - ms) / 1000}s"`;
    return `<g visibility="hidden"><set attributeName="visibility" to="visible" begin="${ms / 1000}s" ${end}/>${text}</g>`;
  });
  const [width, height] = [COLUMNS * 8.4 + 32, (ROWS + 2) * 18];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="wanreel in a terminal">`,
    "<style>text{font:14px ui-monospace,Menlo,Consolas,monospace;fill:#d7dae0;white-space:pre}</style>",
    `<rect width="${width}" height="${height}" rx="8" fill="#1e2127"/>`,
    ...groups,
    "</svg>\n",
  ].join("\n");
}

async function record(folder, url) {
  const socket = `wanreel-${randomUUID()}`;
  const env = {
    ...process.env,
    ...{ PS1: "$ ", EVOLINK_API_KEY: "sk-recorded", EVOLINK_BASE_URL: url, XDG_DATA_HOME: folder, NO_COLOR: "" },
  };
  const tmux = (...args) => spawnSync("tmux", ["-L", socket, ...args], { encoding: "utf8", cwd: folder, env });
  if (tmux("-V").status !== 0) throw new Stop("tmux is needed to record a terminal");
  tmux("-f", "/dev/null", "new-session", "-d", "-x", `${COLUMNS}`, "-y", `${ROWS}`, "bash --norc --noprofile");
  const frames = [];
  const start = performance.now();
  const see = () => {
    const screen = tmux("capture-pane", "-e", "-p").stdout;
    if (screen !== frames.at(-1)?.screen) frames.push({ ms: Math.round(performance.now() - start), screen });
    return screen;
  };
  try {
    tmux(
      "send-keys",
      `npx() { shift; '${process.execPath}' '${at("dist", "cli.js")}' "$@"; }; PS1='$ '; clear`,
      "Enter",
    );
    await sleep(500);
    for (const [index, line] of SESSION.entries()) {
      tmux("send-keys", "-l", line);
      see();
      await sleep(800);
      tmux("send-keys", "Enter");
      const end = performance.now() + TIMEOUT_MS;
      // It is done when there is one prompt more.
      while ((tmux("capture-pane", "-p").stdout.match(/^\$( |$)/gm) ?? []).length < index + 2) {
        if (performance.now() > end) throw new Stop(`no end of: ${line}\n${see()}`);
        see();
        await sleep(FRAME_MS);
      }
      see();
      await sleep(1500);
    }
    return frames;
  } finally {
    tmux("kill-server");
  }
}

await main(
  import.meta.url,
  "terminal.mjs\n\nRecords docs/terminal.svg. Needs tmux, and what `npm run build` makes.",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "wanreel-terminal-"));
    const args = [at("dist", "cli.js"), "simulate", "--port", "0", "--quiet", "--generation-ms", "9000", "--seed", "7"];
    const simulator = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    try {
      const url = await new Promise((resolve, reject) => {
        let said = "";
        simulator.on("exit", () => reject(new Stop(`the simulator did not start: ${said}`)));
        simulator.stdout.setEncoding("utf8").on("data", (text) => {
          said += text;
          const found = /http:\S+(?=\n)/.exec(said)?.[0];
          if (found) resolve(found);
        });
      });
      const frames = await record(folder, url);
      mkdirSync(at("docs"), { recursive: true });
      writeFileSync(at("docs", "terminal.svg"), svg(frames));
      console.log(`docs/terminal.svg: ${frames.length} frames`);
    } finally {
      simulator.kill();
      rmSync(folder, { recursive: true, force: true });
    }
  },
  {},
);
