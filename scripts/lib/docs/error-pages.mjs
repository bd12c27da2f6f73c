// docs/errors/code/: a page for each error code, and their list, from what Rust says (scripts/tables/src/error_codes.rs).
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { at } from "../steps.mjs";

const GROUPS = {
  "this client": "Told by this client",
  "the API, to a submit": "Told by the API when you submit",
  "the API, to a read": "Told by the API when a task is read",
  "a task that ended": "How a task ended",
  "wanreel/proxy": "Told by your proxy",
  "wanreel/edge": "Told by your pipeline",
};

const sentence = (text) => `${text[0].toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;

/** Angle brackets and braces in words are no HTML and no template. */
const words = (text) => text.replaceAll("<", "&lt;").replaceAll("{{", "&#123;&#123;");

function pageOf({ code, class: name, status, group, cause, billed, hint, todo }) {
  const facts = [
    ["code", `\`${code}\``],
    ["class", name ? `\`${name}\`` : "an answer of the pipeline, no class of this package"],
    ...(status ? [["HTTP status", String(status)]] : []),
    ["comes from", group],
  ];
  const text = `---
title: "${code}"
description: ${JSON.stringify(cause)}
outline: false
prev: false
next: false
---

# \`${code}\` {#code}

${facts.map(([label, value]) => `- **${sentence(label).slice(0, -1)}**: ${value}`).join("\n")}

## What caused it

${words(cause)}

## Was it billed?

${words(billed)}

## What to do

${hint ? `The error's own hint: *${sentence(words(hint))}*\n\n` : ""}${words(todo)}

[All errors](/errors/)
`;
  return text;
}

function listOf(codes) {
  const parts = Object.entries(GROUPS).map(([group, heading]) => {
    const rows = codes.filter((each) => each.group === group);
    const lines = rows.map(({ code, cause, billed }) => {
      const money = /^\w+/.exec(billed)?.[0];
      return `| [\`${code}\`](./${code}) | ${money} | ${words(cause.split(/(?<=\.) /)[0])} |`;
    });
    return `## ${heading}\n\n| code | billed? | what caused it |\n| --- | --- | --- |\n${lines.join("\n")}`;
  });
  return `# Every error code\n\n${parts.join("\n\n")}\n`;
}

/** Writes them. */
export function writeErrorPages() {
  const codes = JSON.parse(readFileSync(at("pkg", "tables", "error-codes.json"), "utf8"));
  const folder = at("docs", "errors", "code");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const each of codes) writeFileSync(join(folder, `${each.code}.md`), pageOf(each));
  writeFileSync(join(folder, "index.md"), listOf(codes));
  return `${codes.length} codes`;
}
