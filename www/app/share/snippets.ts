/** The request, as it would be written elsewhere. */
import type { VideoRequest } from "wanreel";

const ENDPOINT = "https://api.evolink.ai/v1/videos/generations";
const INDENT = 2;

function json(request: VideoRequest): string {
  return JSON.stringify(request, null, INDENT);
}

/** As the value of a JavaScript program. */
function literal(value: unknown): string {
  // A line can only begin so with a key: a line break inside a string is written \n.
  return JSON.stringify(value, null, INDENT).replaceAll(/^(\s*)"([a-z_][a-z_0-9]*)":/gim, "$1$2:");
}

const indented = (text: string, by: number) => text.replaceAll("\n", `\n${" ".repeat(by)}`);

/** In single quotes a shell takes everything as it is, but for the quote itself. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

function curl(request: VideoRequest): string {
  return [
    `curl -X POST ${ENDPOINT} \\`,
    `  -H "Authorization: Bearer $EVOLINK_API_KEY" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d ${quoted(json(request))}`,
  ].join("\n");
}

function javaScript(request: VideoRequest): string {
  return [
    'import { WanClient } from "wanreel";',
    "",
    "const client = new WanClient(); // the key is EVOLINK_API_KEY of the environment",
    `const task = await client.generate(${literal(request)});`,
    "const video = await client.download(task);",
  ].join("\n");
}

function react(request: VideoRequest): string {
  return [
    'import { useVideo } from "wanreel/react";',
    "",
    `const request = ${literal(request)};`,
    "",
    "// The key stays on the server: /api/wan is a route with createProxy of wanreel/proxy.",
    "export function Film() {",
    "  const { generate, isLoading, progress, task, error } = useVideo({ request });",
    '  if (task?.status === "completed") return <video src={task.results[0]} controls />;',
    "  return (",
    "    <button disabled={isLoading} onClick={() => generate()}>",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the sample's own
    '      {error ? error.message : isLoading ? `${progress} %` : "Generate"}',
    "    </button>",
    "  );",
    "}",
  ].join("\n");
}

function aiSdk(request: VideoRequest): string {
  const { model, prompt, ...options } = request as unknown as Record<string, unknown>;
  const wan = indented(literal(options), 4);
  return [
    'import { experimental_generateVideo as generateVideo } from "ai";',
    'import { createWan } from "wanreel/ai-sdk";',
    "",
    "const wan = createWan(); // the key is EVOLINK_API_KEY of the environment",
    "const { video } = await generateVideo({",
    `  model: wan.video(${JSON.stringify(model)}),`,
    `  prompt: ${JSON.stringify(prompt ?? "")},`,
    ...(Object.keys(options).length > 0 ? [`  providerOptions: {`, `    wan: ${wan},`, "  },"] : []),
    "});",
  ].join("\n");
}

function worker(request: VideoRequest): string {
  return [
    'import { WanClient } from "wanreel";',
    'import { DurableObjectStore, TaskStoreObject } from "wanreel/stores";',
    "",
    "export { TaskStoreObject };",
    "export default {",
    "  async fetch(request, env) {",
    "    const store = new DurableObjectStore(env.TASKS);",
    "    const client = new WanClient({ apiKey: env.EVOLINK_API_KEY, store });",
    `    const task = await client.submit(${indented(literal(request), 4)});`,
    "    return Response.json({ id: task.id }, { status: 202 });",
    "  },",
    "};",
  ].join("\n");
}

function cli(request: VideoRequest): string {
  // Some shells' echo reads the \\n of a text; what stands here is handed on as it is.
  return `npx wanreel generate - --out video.mp4 <<'JSON'\n${json(request)}\nJSON`;
}

/** JSON but for what Python calls True, False and None: no string of it is touched, as it stands in quotes. */
function python(request: VideoRequest): string {
  const body = json(request).replaceAll(/"(?:[^"\\]|\\.)*"|\b(true|false|null)\b/g, (whole, word) => {
    return word === undefined ? whole : ({ true: "True", false: "False", null: "None" }[word as string] ?? whole);
  });
  return [
    "import os, time, requests",
    "",
    'API = "https://api.evolink.ai/v1"',
    `headers = {"Authorization": f"Bearer {os.environ['EVOLINK_API_KEY']}"}`,
    `task = requests.post(f"{API}/videos/generations", headers=headers, timeout=30, json=${body}).json()`,
    'while task["status"] in ("pending", "processing"):',
    "    time.sleep(10)",
    `    task = requests.get(f"{API}/tasks/{task['id']}", headers=headers, timeout=15).json()`,
    'print(task["status"], task.get("results"))',
  ].join("\n");
}

export const SNIPPETS = {
  curl,
  JavaScript: javaScript,
  React: react,
  "AI SDK": aiSdk,
  Worker: worker,
  CLI: cli,
  Python: python,
  JSON: json,
} satisfies Record<string, (request: VideoRequest) => string>;

export type SnippetName = keyof typeof SNIPPETS;
