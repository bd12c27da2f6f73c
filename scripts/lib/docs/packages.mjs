// What builds the documentation: packages of its own, which nobody else has to install.
import { at, npm, root } from "../steps.mjs";
import { unlessUnchanged } from "../unchanged.mjs";

const docs = (...parts) => at("docs", ...parts);

/** The programs, as `runPackage` takes them. */
export const VITEPRESS = "../docs/node_modules/vitepress/bin/vitepress.js";
export const TYPEDOC = "../docs/node_modules/typedoc/bin/typedoc";

/** Installs them by their lock file, where that was not done. */
export const installDocs = () =>
  unlessUnchanged(
    "docs-packages",
    {
      inputs: [docs("package.json"), docs("package-lock.json")],
      outputs: [docs("node_modules", "vitepress", "package.json"), docs("node_modules", "typedoc", "package.json")],
    },
    () => npm(["ci", "--prefix", docs(), "--no-audit", "--no-fund", "--loglevel=error"], { cwd: root }),
  );
