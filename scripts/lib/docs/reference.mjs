// docs/reference/: the API from the declarations' comments, by TypeDoc, a page for each thing that can be imported from.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { at, runPackage } from "../steps.mjs";
import { unlessUnchanged } from "../unchanged.mjs";
import { TYPEDOC } from "./packages.mjs";

/** TypeDoc's name of the main entry is that of the list. */
const entryOf = (name) => at("js", "entries", `${name === "client" ? "index" : name}.ts`);

/** In the order of the list, with a word on each. */
const MODULES = {
  client: ["wanreel", "the checks, the prices, the client"],
  stores: ["wanreel/stores", "where tasks and money are remembered"],
  proxy: ["wanreel/proxy", "the API for pages, without the key"],
  video: ["wanreel/video", "what stands behind the hook, for any framework"],
  react: ["wanreel/react", "a hook"],
  media: ["wanreel/media", "formats, lengths and sizes of files"],
  edge: ["wanreel/edge", "a pipeline on Cloudflare"],
  "ai-sdk": ["wanreel/ai-sdk", "a video model for the AI SDK"],
  otel: ["wanreel/otel", "traces and metrics"],
  zh: ["wanreel/zh", "findings in Chinese"],
  simulator: ["wanreel/simulator", "the API without a key"],
  "stores.testing": ["wanreel/stores/testing", "tests for a store of your own"],
};

const folder = (...parts) => at("docs", "reference", ...parts);

export const writeReference = () =>
  unlessUnchanged(
    "docs-reference",
    {
      inputs: [at("js"), at("docs", "package-lock.json"), at("scripts", "lib", "docs", "reference.mjs")],
      outputs: Object.keys(MODULES).map((name) => folder(`${name}.md`)),
    },
    async () => {
      rmSync(folder(), { recursive: true, force: true });
      mkdirSync(folder(), { recursive: true });
      await runPackage(TYPEDOC, [
        ...Object.keys(MODULES).flatMap((name) => ["--entryPoints", entryOf(name)]),
        ...["--tsconfig", at("tsconfig.json"), "--out", folder(), "--plugin", "typedoc-plugin-markdown"],
        ...["--outputFileStrategy", "modules", "--flattenOutputFiles", "true", "--hideBreadcrumbs", "true"],
        ...["--hidePageHeader", "true", "--readme", "none", "--disableSources", "true", "--excludeInternal", "true"],
        ...[
          "--excludePrivate",
          "true",
          "--skipErrorChecking",
          "true",
          "--logLevel",
          "Error",
          "--useCodeBlocks",
          "true",
        ],
        ...[
          "--expandObjects",
          "true",
          "--parametersFormat",
          "table",
          "--excludeExternals",
          "true",
          "--sanitizeComments",
          "true",
        ],
      ]);
      nameThem();
    },
  );

/** TypeDoc counts a name that is declared and exported again as two, where a page has one heading for both. */
function withAnchors(text) {
  const headings = [...text.matchAll(/^#+ (\w+)/gm)].map(([, name]) => name.toLowerCase());
  return text.replaceAll(/\]\(#(\w+)-(\d+)\)/g, (link, name, number) =>
    headings.filter((heading) => heading === name).length > Number(number) ? link : `](#${name})`,
  );
}

function nameThem() {
  renameSync(folder("index.md"), folder("client.md"));
  for (const name of readdirSync(folder())) {
    const text = readFileSync(folder(name), "utf8");
    writeFileSync(folder(name), text.replaceAll(/\]\(index\.md(#[^)]*)?\)/g, "](client.md$1)"));
  }
  for (const name of readdirSync(folder())) if (!(name.replace(/\.md$/, "") in MODULES)) rmSync(folder(name));
  for (const [name, [title]] of Object.entries(MODULES)) {
    const text = readFileSync(folder(`${name}.md`), "utf8");
    const named = withAnchors(text).replace(/^# .*$/m, `# ${title}`);
    writeFileSync(folder(`${name}.md`), `---\noutline: [2, 3]\n---\n\n${named}`);
  }
  const lines = Object.entries(MODULES).map(([name, [title, about]]) => `- [\`${title}\`](./${name}): ${about}`);
  const intro =
    "# API reference\n\nWritten from the comments of the source: shapes, units, errors, and where a figure comes from. `wanreel/slim` has what `wanreel` has, and `init`.";
  writeFileSync(folder("index.md"), `${intro}\n\n${lines.join("\n")}\n`);
}
