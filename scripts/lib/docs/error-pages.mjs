// docs/errors/code/: a page for each error code, and their list, from what Rust says (scripts/tables/src/error_codes.rs).
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { at } from "../steps.mjs";

/** What the list has over those of a place, and how a page calls it. */
const GROUPS = {
  "this client": ["Told by this client", "this client"],
  "the API, to a submit": ["Told by the API when you submit", "the API, to a submit"],
  "the API, to a read": ["Told by the API when a task is read", "the API, to the read of a task"],
  "a task that ended": ["How a task ended", "a task that ended: the answer succeeds, its task's `status` does not"],
  "wanreel/proxy": ["Told by your proxy", "`wanreel/proxy`"],
  "wanreel/edge": ["Told by your pipeline", "`wanreel/edge`"],
};

const sentence = (text) => `${text[0].toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;

/** Links of the site as links between the pages, which lead somewhere in an installed package too. */
const linked = (text) =>
  text.replaceAll(/\]\((\/[\w/-]*)/g, (_, path) => `](../..${path.endsWith("/") ? `${path}index` : path}.md`);

/** Angle brackets and braces in words are no HTML and no template. */
const words = (text) => text.replaceAll("<", "&lt;").replaceAll("{{", "&#123;&#123;");

const classOf = (name) => (name ? `\`${name}\`` : "no class of this package");

/** A line for each fact, or a row for each place where there are several. */
function origin(places) {
  const rows = places.map(({ group, status, class: name, billed_short: money }) => [
    GROUPS[group][1],
    status === null ? "" : String(status),
    classOf(name),
    money,
  ]);
  const heads = ["Comes from", "HTTP status", "Class", "Billed?"];
  if (rows.length === 1) {
    const [from, status, name] = rows[0];
    const facts = [from, status, name].map((fact, index) => (fact ? `- **${heads[index]}**: ${fact}` : ""));
    return facts.filter(Boolean).join("\n");
  }
  return [heads, heads.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

/** In words: once where it is the same wherever the code comes from. */
function money(places) {
  const words = new Map();
  for (const { group, billed } of places) words.set(billed, [...(words.get(billed) ?? []), GROUPS[group][1]]);
  if (words.size === 1) return places[0].billed;
  return [...words].map(([billed, from]) => `- From ${from.join("; from ")}: ${billed}`).join("\n");
}

function pageOf({ code, places, cause, todo }) {
  const hints = [...new Set(places.map(({ hint }) => hint).filter(Boolean))];
  const own = hints.map((hint) => `*${sentence(words(hint))}*`).join(" Or: ");
  return `---
title: "${code}"
description: ${JSON.stringify(cause)}
outline: false
prev: false
next: false
---

# \`${code}\` {#code}

${origin(places)}

## What caused it

${words(cause)}

## Was it billed?

${words(money(places))}

## What to do

${own ? `The error's own hint: ${own}\n\n` : ""}${words(todo)}

[All errors](/errors/)
`;
}

function listOf(codes) {
  const parts = Object.entries(GROUPS).map(([group, [heading]]) => {
    const lines = codes.flatMap(({ code, places, cause }) =>
      places
        .filter((place) => place.group === group)
        .map(
          ({ billed_short: billed }) =>
            `| [\`${code}\`](./${code}.md) | ${billed} | ${words(cause.split(/(?<=\.) /)[0])} |`,
        ),
    );
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
  for (const each of codes) writeFileSync(join(folder, `${each.code}.md`), linked(pageOf(each)));
  writeFileSync(join(folder, "index.md"), listOf(codes));
  return `${codes.length} codes`;
}
