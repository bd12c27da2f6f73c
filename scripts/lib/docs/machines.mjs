// docs/how-it-decides.md's pictures: the state diagrams as they stand in the heads of src/protocol/*.rs.
import { readFileSync, writeFileSync } from "node:fs";
import { at } from "../steps.mjs";

/** The machines, in the order in which a request meets them. */
const MACHINES = {
  "src/protocol/claim.rs": "Who may post?",
  "src/protocol/submit.rs": "When is a submit sent again?",
  "src/protocol/wait.rs": "What does an answer about a task mean?",
  "src/protocol/generate.rs": "When is another model asked?",
  "src/protocol/read.rs": "When is a read tried again?",
  "src/protocol/download.rs": "What becomes of a broken download?",
  "src/protocol/upload.rs": "What does an answer to an upload mean?",
  "src/protocol/counters.rs": "How is money put aside and given back once?",
  "src/protocol/job/mod.rs": "What does a job of the pipeline do?",
  "src/protocol/coordinator/mod.rs": "Which job may start?",
};

/** The comment at the head of a file, as Markdown. Links between Rust's own names are names. */
function headOf(path) {
  const lines = readFileSync(at(path), "utf8").split("\n");
  const end = lines.findIndex((line) => !line.startsWith("//!"));
  const text = lines.slice(0, end).map((line) => line.replace(/^\/\/! ?/, ""));
  return text.join("\n").replaceAll(/\[(`[^`]+`)\](?:\([^)]*\))?/g, "$1");
}

export function writeMachines() {
  const parts = Object.entries(MACHINES).map(([path, question]) => {
    const head = headOf(path);
    if (!head.includes("```text")) throw new Error(`${path} has no diagram in its head`);
    return `## ${question}\n\n*From the head of \`${path}\`.*\n\n${head.trim()}\n`;
  });
  const intro = `---
outline: [2, 2]
---

# How it decides

Every decision of this package is made in one place, by a state machine in Rust: it gets what happened and answers what to do next. JavaScript
performs that and knows no rule. So the same rules hold in a page, in a Worker, and in an alarm that wakes hours later. This page is written by
the build from the files that decide; what you read is what runs. [The four modes](/modes/) and [waiting](/guide/waiting) tell the same from your side.

<img class="picture by-day" src="./pictures/states-light.svg" alt="A job's states: pending, processing, then completed, failed or cancelled"><img class="picture by-night" src="./pictures/states-dark.svg" alt="">

`;
  writeFileSync(at("docs", "how-it-decides.md"), intro + parts.join("\n"));
  return `${parts.length} machines`;
}
