// The pipeline's Worker in a real workerd, bound as wrangler.jsonc says.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { workerModules } from "../../scripts/lib/worker-modules.mjs";
import { startWorkerd } from "./workerd.mjs";

const www = fileURLToPath(new URL("..", import.meta.url));

/** The Worker as one program, which imports the package's WebAssembly modules. */
async function bundlePipeline(main) {
  const { build, stop } = await import("esbuild");
  const { outputFiles } = await build({
    entryPoints: [join(www, main)],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    legalComments: "none",
    // The package's entry for Workers, which imports its modules; the runtime compiles them.
    conditions: ["workerd"],
    external: ["*.wasm", "cloudflare:*"],
  });
  // Its process would stay as long as this one.
  await stop();
  return outputFiles[0].text;
}

/** www/wrangler.jsonc. */
export async function readConfig() {
  const { default: typescript } = await import("typescript");
  const path = join(www, "wrangler.jsonc");
  const { config, error } = typescript.parseConfigFileTextToJson(path, readFileSync(path, "utf8"));
  if (error) throw new Error(`${path}: ${typescript.flattenDiagnosticMessageText(error.messageText, "\n")}`);
  return config;
}

/** What wrangler would make of a configuration, as miniflare takes it. */
export function bindingsOf({ compatibility_date, vars, durable_objects, migrations, queues, r2_buckets }) {
  const withSql = new Set(migrations.flatMap(({ new_sqlite_classes = [] }) => new_sqlite_classes));
  const entries = (list, of) => Object.fromEntries(list.map(of));
  return {
    compatibilityDate: compatibility_date,
    bindings: vars,
    durableObjects: entries(durable_objects.bindings, ({ name, class_name }) => [
      name,
      { className: class_name, useSQLite: withSql.has(class_name) },
    ]),
    r2Buckets: entries(r2_buckets, ({ binding, bucket_name }) => [binding, bucket_name]),
    queueProducers: entries(queues.producers, ({ binding, queue }) => [binding, queue]),
    queueConsumers: entries(queues.consumers, (consumer) => [
      consumer.queue,
      {
        ...(consumer.max_batch_size === undefined ? {} : { maxBatchSize: consumer.max_batch_size }),
        ...(consumer.max_batch_timeout === undefined ? {} : { maxBatchTimeout: consumer.max_batch_timeout }),
        ...(consumer.max_retries === undefined ? {} : { maxRetries: consumer.max_retries }),
        ...(consumer.dead_letter_queue === undefined ? {} : { deadLetterQueue: consumer.dead_letter_queue }),
      },
    ]),
  };
}

/** What a callback's address must be: public and https. The simulated API's calls to it are led to the Worker. */
export const CALLBACKS = "https://videos.example.com";

/**
 * Starts it; `vars` are put in place of the configuration's; `quiet`: of its log only what went wrong is printed. Answers where it is, what calls it back as the API would, and a way
 * to end it.
 */
export async function startPipeline({ port, vars, quiet = false }) {
  const config = await readConfig();
  const program = await bundlePipeline(config.main);
  const bound = bindingsOf(config);
  const { address, close } = await startWorkerd({
    ...bound,
    bindings: { ...bound.bindings, ...vars },
    modules: workerModules(program),
    port,
    quiet,
  });
  const url = address.origin;
  async function callBack(to, init) {
    if (to.startsWith(CALLBACKS)) return fetch(to.replace(CALLBACKS, url), init);
    // What a visitor gave as theirs is called by nobody: no stranger's server is asked from here.
    return new Response(null, { status: 204 });
  }
  return { url, address, callBack, close };
}
