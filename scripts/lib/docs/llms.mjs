// llms.txt: what there is to read, with addresses, for programs that read documentation; llms-full.txt: all of it.
import { readFileSync, writeFileSync } from "node:fs";
import { pages } from "../readme.mjs";
import { at } from "../steps.mjs";

const HEAD = `# wanreel

> A client for the Wan 2.7 video API (the EvoLink gateway): it checks and prices a request before anything is sent, submits it once, waits through
> anything, and hands over the video. Rust in WebAssembly; for pages, edge functions, Node, Deno and Bun. npm install wanreel

- Requests are the API's own snake_case JSON. Model ids: wan2.7-text-to-video, wan2.7-image-to-video, wan2.7-reference-video, wan2.7-video-edit.
- A key does not belong in a page: there, use wanreel/proxy on your own server, and new WanClient({ baseUrl: "/api/wan" }).
- SubmissionUnknownError means the task may exist and be billed: never submit again by another way; client.reconcile ends it.
`;

const titleOf = (text) => /^# (.+)$/m.exec(text)?.[1].replaceAll("`", "") ?? "";

/** The first paragraph below the title. */
const aboutOf = (text) =>
  (/^# .+\n+(?!<|\||-|#)(.+)$/m.exec(text)?.[1] ?? "").replaceAll(/\[([^\]]+)\]\([^)]*\)/g, "$1");

/** Writes both into `folder`, the built site. */
export function writeLlms(folder) {
  const found = pages()
    .filter((path) => path.startsWith("docs/") && !path.startsWith("docs/zh/") && path !== "docs/index.md")
    .map((path) => ({ path: path.slice("docs/".length), text: readFileSync(at(path), "utf8") }));
  const lines = found.map(({ path, text }) => {
    const about = aboutOf(text);
    return `- [${titleOf(text)}](/${path.replace(/(index)?\.md$/, (end) => (end.startsWith("index") ? "" : ".html"))})${about ? `: ${about}` : ""}`;
  });
  const written = [
    "- [Every error code](/errors/code/): cause, whether it was billed, what to do",
    "- [API reference](/reference/): every export, with shapes, units and errors",
    "- [How it decides](/how-it-decides.html): the state machines behind submits, waits, claims and money",
  ];
  writeFileSync(`${folder}/llms.txt`, `${HEAD}\n## Pages\n\n${[...lines, ...written].join("\n")}\n`);
  writeFileSync(
    `${folder}/llms-full.txt`,
    [HEAD, ...found.map(({ text }) => text.replace(/^---\n[\s\S]*?\n---\n/, ""))].join("\n\n"),
  );
}
