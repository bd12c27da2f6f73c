/** `wanreel init`: a small project to begin with. */
import { cp, mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { command, type Exit, printJson } from "../command.js";
import { EXIT } from "../exit-code.js";
import { UsageError } from "../usage-error.js";

/** Beside the folder that this is built into. */
const TEMPLATES = fileURLToPath(new URL("../templates", import.meta.url));

export function init(exit: Exit): Command {
  return command("init", {
    description:
      "write a small project to begin with: a page in Next.js or Vite, a script for Node, or a pipeline on Cloudflare",
    examples: [
      ["init next my-site", "a page and its route, in a new folder my-site"],
      ["init node", "a script, in a new folder wan-node"],
      ["init worker", "a pipeline on Cloudflare Workers, in a new folder wan-worker"],
    ],
  })
    .argument("<template>", "next, vite, node or worker")
    .argument("[folder]", "Where to; it must not exist, or be empty (default: wan-TEMPLATE)")
    .action(async (template: string, folder: string | undefined, { json }: { json?: boolean }) => {
      const place = await write(template, folder ?? `wan-${template}`);
      if (json) printJson({ template, folder: place });
      else {
        const shown = relative(process.cwd(), place) || ".";
        console.log(
          `${template}  ${shown}\n\n  cd ${shown}\n  npm install\n\nREADME.md says how it goes on, without a key too.`,
        );
      }
      exit(EXIT.done);
    });
}

async function write(template: string, folder: string): Promise<string> {
  const all = (await readdir(TEMPLATES)).sort();
  if (!all.includes(template)) {
    throw new UsageError(`there is no template "${template}"; there is: ${all.join(", ")}`);
  }
  const place = resolve(folder);
  const there = await readdir(place).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw new UsageError(`${folder} is no folder to write into: ${error.message}`);
  });
  if (there.length > 0) throw new UsageError(`${folder} is not empty: name another folder`);
  await mkdir(place, { recursive: true });
  await cp(join(TEMPLATES, template), place, { recursive: true });
  // npm packs no file of that name.
  await rename(join(place, "gitignore"), join(place, ".gitignore"));
  await name(join(place, "package.json"), basename(place));
  return place;
}

/** The project is called as its folder is, and takes the version of the package that wrote it. */
async function name(path: string, folder: string): Promise<void> {
  const own = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8"));
  const manifest = JSON.parse(await readFile(path, "utf8"));
  const called = folder
    .toLowerCase()
    .replaceAll(/[^a-z\d-]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  const written = {
    ...manifest,
    name: called || manifest.name,
    dependencies: { ...manifest.dependencies, wanreel: `^${own.version}` },
  };
  await writeFile(path, `${JSON.stringify(written, null, 2)}\n`);
}
