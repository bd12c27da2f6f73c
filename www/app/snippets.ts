/** The request, as it would be written elsewhere. */
import type { VideoRequest } from "wanreel";

const ENDPOINT = "https://api.evolink.ai/v1/videos/generations";

export const SNIPPETS = { curl, JavaScript: javaScript, JSON: json } satisfies Record<
  string,
  (r: VideoRequest) => string
>;
export type SnippetName = keyof typeof SNIPPETS;

function json(request: VideoRequest): string {
  return JSON.stringify(request, null, 2);
}

function curl(request: VideoRequest): string {
  // In single quotes a shell takes everything as it is, but for the quote itself.
  const body = json(request).replaceAll("'", `'\\''`);
  return [
    `curl -X POST ${ENDPOINT} \\`,
    `  -H "Authorization: Bearer $EVOLINK_API_KEY" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d '${body}'`,
  ].join("\n");
}

function javaScript(request: VideoRequest): string {
  // A line can only begin so with a key: a line break inside a string is written \n.
  const object = json(request).replaceAll(/^(\s*)"([a-z_][a-z_0-9]*)":/gim, "$1$2:");
  return [
    'import { WanClient } from "wanreel";',
    "",
    "const client = new WanClient(); // the key is EVOLINK_API_KEY of the environment",
    `const task = await client.generate(${object});`,
    "const video = await client.download(task);",
  ].join("\n");
}
