// The pages in the published package: whoever installed it reads them there, and finds what they lead to.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { before, test } from "node:test";
import { at, root } from "../../scripts/lib/steps.mjs";

let files;
before(() => {
  const args = ["pack", "--dry-run", "--json", "--ignore-scripts"];
  const windows = process.platform === "win32";
  const printed = execFileSync("npm", args, { cwd: root, encoding: "utf8", maxBuffer: 1 << 26, shell: windows });
  files = new Set(JSON.parse(printed)[0].files.map(({ path }) => path));
});

/** Links and pictures of a page, in Markdown and in HTML; what stands in code is none. */
function linksIn(text) {
  const prose = text.replaceAll(/^```[\s\S]*?^```/gm, "").replaceAll(/`[^`\n]*`/g, "");
  const found = [/\]\(<?([^)\s>]+)/g, /\b(?:src|srcset|href)="([^"\s]+)/g].flatMap((pattern) => [
    ...prose.matchAll(pattern),
  ]);
  return found.map(([, link]) => link);
}

test("every relative link and picture of a shipped page is shipped too", () => {
  const dead = [];
  let links = 0;
  for (const page of [...files].filter((path) => path.endsWith(".md"))) {
    for (const link of linksIn(readFileSync(at(page), "utf8"))) {
      if (/^(?:[a-z][a-z0-9+.-]*:|#)/i.test(link)) continue;
      links += 1;
      const target = posix.join(posix.dirname(page), link.replace(/[?#].*$/, ""));
      // An address from a site's root leads nowhere in a folder.
      if (link.startsWith("/") || !files.has(target)) dead.push(`${page}: ${link}`);
    }
  }
  assert.ok(links > 300, `${links} links`);
  assert.deepEqual(dead, []);
});

test("the pages of the error codes are shipped, and their pictures", () => {
  for (const path of ["docs/errors/code/submission_unknown.md", "docs/errors/code/index.md", "docs/terminal.svg"])
    assert.ok(files.has(path), path);
  assert.ok(!files.has("docs/package.json") && !files.has("docs/how-it-decides.md"));
});
