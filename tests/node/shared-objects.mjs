// Stores and limits that processes share: a folder, and real Durable Objects in workerd, reached over HTTP.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { DurableObjectLimits, DurableObjectStore, FileStore } from "wanreel/stores";

const MODULE = fileURLToPath(import.meta.resolve("wanreel/stores"));

/** Hands what is asked of `/<binding>/<name>` to that object. */
const WORKER = `
import { LimitsObject, TaskStoreObject } from "./stores.js";
export { LimitsObject, TaskStoreObject };
export default {
  fetch(request, env) {
    const [, binding, name] = new URL(request.url).pathname.split("/");
    return env[binding].get(env[binding].idFromName(name)).fetch(request);
  },
};`;

// Read when miniflare is loaded: nothing is to be asked of the network.
Object.assign(process.env, { WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false" });

/** workerd with the objects; `persist`: a folder in which they outlive it. */
export async function startObjects(persist) {
  const { Miniflare } = await import("miniflare");
  const { build } = await import("esbuild");
  const bundled = await build({
    stdin: { contents: WORKER.replace("./stores.js", MODULE), resolveDir: "/", loader: "js" },
    bundle: true,
    write: false,
    format: "esm",
    external: ["node:*"],
  });
  const miniflare = new Miniflare({
    host: "127.0.0.1",
    cf: false,
    modules: [{ type: "ESModule", path: "worker.js", contents: bundled.outputFiles[0].text }],
    compatibilityDate: "2026-04-01",
    durableObjects: {
      LIMITS: { className: "LimitsObject", useSQLite: true },
      TASKS: { className: "TaskStoreObject", useSQLite: true },
    },
    kvNamespaces: ["COUNTS"],
    ...(persist ? { durableObjectsPersist: persist } : {}),
  });
  const { origin } = await miniflare.ready;
  return { origin, kv: () => miniflare.getKVNamespace("COUNTS"), stop: () => miniflare.dispose() };
}

/** A binding's namespace, from outside of workerd. */
function namespace(origin, binding) {
  return {
    idFromName: (name) => name,
    get: (name) => ({ fetch: (_, init) => fetch(`${origin}/${binding}/${name}`, init) }),
  };
}

export const limitsAt = (origin, name) => new DurableObjectLimits(namespace(origin, "LIMITS"), name);

/** `folder:<path>` or `object:<name>`. */
export function storeAt(place, origin) {
  const [kind, rest] = [place.slice(0, place.indexOf(":")), place.slice(place.indexOf(":") + 1)];
  return kind === "folder" ? new FileStore(rest) : new DurableObjectStore(namespace(origin, "TASKS"), rest);
}

/** The children of a process, by the kernel's own list: nobody else's are ever named. */
export function childrenOf(pid) {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number);
}
