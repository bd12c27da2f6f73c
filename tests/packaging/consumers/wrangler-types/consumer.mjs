import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { blockOf } from "../../lib/pages.mjs";

export const title = "Cloudflare Workers (wrangler types)";
export const packages = { wrangler: "4.86.0", typescript: "5.9.3" };

/** The documentation's Worker with its Durable Objects, letter by letter: its types compile, all of them, and it runs. */
export async function* run(place) {
  const version = `${place.versionOf("wrangler")}, TypeScript ${place.versionOf("typescript")}`;
  const program = blockOf("src/index.ts");
  writeFileSync(place.at("src", "index.ts"), program);
  writeFileSync(place.at("wrangler.jsonc"), blockOf("wrangler.jsonc"));
  writeFileSync(place.at(".dev.vars"), "EVOLINK_API_KEY=sk-of-the-proxy\n");
  await place.run("wrangler", ["types"]);
  await place.run("tsc", ["-p", "."]);
  yield { what: "types, and tsc with every declaration checked", version, checked: true };

  // The pipeline's Worker, under the names it has in a project of its own.
  writeFileSync(place.at("src", "index.ts"), blockOf("src/pipeline.ts"));
  writeFileSync(
    place.at("wrangler.jsonc"),
    blockOf("wrangler.jsonc of the pipeline").replace("src/pipeline.ts", "src/index.ts"),
  );
  writeFileSync(place.at(".dev.vars"), "EVOLINK_API_KEY=sk-of-the-pipeline\nWEBHOOK_SECRET=whsec_of-the-pipeline\n");
  await place.run("wrangler", ["types"]);
  await place.run("tsc", ["-p", "."]);
  yield { what: "types of a pipeline, and tsc with every declaration checked", version, checked: true };
  writeFileSync(place.at("wrangler.jsonc"), blockOf("wrangler.jsonc"));
  writeFileSync(place.at(".dev.vars"), "EVOLINK_API_KEY=sk-of-the-proxy\n");
  await place.run("wrangler", ["types"]);

  // Only the API is another one.
  const simulated = program.replace("createProxy({", `createProxy({ baseUrl: ${JSON.stringify(place.api.url)},`);
  assert.notEqual(simulated, program);
  writeFileSync(place.at("src", "index.ts"), simulated);
  const args = ["dev", "--ip=127.0.0.1", "--port=0", "--inspector-port=0"];
  const ready = { ready: /Ready on (http:\/\/\S+)/ };
  const answer = await place.serving("wrangler", args, ready, ({ match: [, SITE] }) =>
    place.answer(process.execPath, ["visitor.mjs"], { env: { SITE } }),
  );
  yield { what: "dev, the documentation's Worker with its Durable Objects", version, answer };
}
