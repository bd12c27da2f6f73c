// Compiles samples: those of a Worker by Cloudflare's types, all others by those of pages and Node.
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const tsc = join(here, "..", "..", "node_modules", "typescript", "bin", "tsc");

export const PROGRAMS = {
  pages: { lib: ["ES2023", "DOM", "DOM.Iterable", "DOM.AsyncIterable"], types: ["node"], jsx: "react-jsx" },
  workers: { lib: ["ES2023"], types: ["@cloudflare/workers-types"], customConditions: ["workerd"] },
};

/** What a sample may import beside it, and what runtimes bring that have no types here. */
const BESIDE = {
  "session.ts": "export declare function session(request: Request, env: object): Promise<{ user: string } | null>;",
  "globals.d.ts": `
    declare const Deno: { env: { get(name: string): string | undefined }; serve(options: object, handler: (request: Request) => Response | Promise<Response>): void };
    declare const Bun: { serve(options: { port: number; fetch(request: Request): Response | Promise<Response> }): void };`,
};
const ENV =
  "interface Env { EVOLINK_API_KEY: string; EVOLINK_BASE_URL: string; LIMITS: DurableObjectNamespace; TASKS: DurableObjectNamespace }";

export const inWorker = ({ code }) => code.includes("ExportedHandler<Env>");
const nameOf = ({ page, line, language }) => `${page.replaceAll(/[/.]/g, "-")}-${line}.${language}`;

/** Its line numbers are those of its page. */
function sourceOf(sample) {
  const before = `${inWorker(sample) ? `${ENV} ` : ""}${sample.given.replaceAll(/\s*\n\s*/g, " ")}`;
  const code = sample.code.replaceAll(/^ {2}import /gm, "  import ");
  return `${before}${"\n".repeat(sample.line - 1)}${code}\nexport {};\n`;
}

/** Compiles them as one program; answers { status, stdout }. */
export function compile(name, chosen) {
  const folder = join(here, ".tmp", name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const sample of chosen) writeFileSync(join(folder, nameOf(sample)), sourceOf(sample));
  for (const [file, text] of Object.entries(BESIDE)) writeFileSync(join(folder, file), text);
  const compilerOptions = {
    ...{ module: "ESNext", moduleResolution: "Bundler", target: "ES2022" },
    ...{ strict: true, exactOptionalPropertyTypes: true, skipLibCheck: true, noEmit: true, ...PROGRAMS[name] },
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts", "*.tsx"] }));
  return spawnSync(process.execPath, [tsc, "-p", folder, "--pretty", "false"], { encoding: "utf8" });
}
