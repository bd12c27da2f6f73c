// Where a consumer lives while it is tried: a temporary folder far from this repository, with the tarball installed.
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { answerIn } from "./answer.mjs";
import { browse } from "./browsers.mjs";
import { run, serve } from "./program.mjs";

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** This platform's own build of a Node, as a package to install under any name. */
export const nodePackage = (version) =>
  `npm:node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}@${version}`;

export const INSTALL = [
  "install",
  "--no-audit",
  "--no-fund",
  "--no-package-lock",
  "--prefer-offline",
  "--loglevel=error",
];

export class Place {
  constructor(name, folder, api) {
    Object.assign(this, { name, folder, api });
  }

  /** Copies the shared program and the files of consumers/<from>, and installs as a user would. */
  async prepare(from, packages, tarball) {
    const filter = (path) => !path.endsWith("consumer.mjs");
    cpSync(here("program"), this.folder, { recursive: true });
    cpSync(here(`consumers/${from}`), this.folder, { recursive: true, filter });
    for (const name of ["job", "subpaths"]) this.#writeCommonJs(name);
    const manifest = this.#manifest();
    manifest.private = true;
    manifest.dependencies = { ...manifest.dependencies, ...packages, wanreel: `file:${tarball}` };
    writeFileSync(this.at("package.json"), JSON.stringify(manifest, null, 2));
    await this.run("npm", INSTALL);
  }

  /** The shared program once more, for those who require. */
  #writeCommonJs(name) {
    const source = readFileSync(this.at(`${name}.mjs`), "utf8").replace("export async function", "async function");
    writeFileSync(this.at(`${name}.cjs`), `${source}\nexports.${name} = ${name};\n`);
  }

  #manifest() {
    try {
      return JSON.parse(readFileSync(this.at("package.json"), "utf8"));
    } catch {
      return {};
    }
  }

  /** A path in the folder. */
  at(...parts) {
    return join(this.folder, ...parts);
  }

  /** Which version of a package is installed. */
  versionOf(name) {
    return JSON.parse(readFileSync(this.at("node_modules", name, "package.json"), "utf8")).version;
  }

  /** Runs a command of the consumer's (node_modules/.bin comes first) to its end; answers what it printed. */
  run(program, args = [], options = {}) {
    return run(program, args, { cwd: this.folder, ...options, env: { API: this.api.url, ...options.env } });
  }

  /** Runs a program that prints its answer. */
  async answer(program, args, options) {
    return answerIn(await this.run(program, args, options));
  }

  /** Starts a server, uses it, and stops it whatever happens. `ready` matches the line that says it is up. */
  async serving(program, args, options, use) {
    const server = await serve(program, args, {
      cwd: this.folder,
      ...options,
      env: { API: this.api.url, ...options.env },
    });
    try {
      return await use(server);
    } catch (error) {
      throw new Error(`${error.message}\n${server.output()}`, { cause: error });
    } finally {
      await server.stop();
    }
  }

  /** Fetches a URL that answers with JSON; a server still warming up is asked again. */
  async fetchAnswer(url, timeoutMs = 90_000) {
    const end = performance.now() + timeoutMs;
    for (;;) {
      try {
        const left = Math.ceil(Math.max(1, end - performance.now()));
        const response = await fetch(url, { signal: AbortSignal.timeout(left) });
        const text = await response.text();
        if (!response.ok)
          throw Object.assign(new Error(`${url} answered ${response.status}: ${text}`), { answered: true });
        return JSON.parse(text);
      } catch (error) {
        if (error.answered || performance.now() > end) throw error;
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
    }
  }

  /** Opens a page in a browser (see browsers.mjs) and answers what it reports: { answer, version }. */
  browse(url, launch) {
    return browse(url, this.api, launch);
  }

  /** Serves a folder of this place on the API's own origin. */
  site(folder = ".") {
    return this.api.site(this.name, this.at(folder));
  }
}
