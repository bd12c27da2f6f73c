export const title = "wanreel/proxy";
export const packages = {
  "@hono/node-server": "2.1.8",
  bun: "1.4.5",
  deno: "2.9.5",
  express: "5.3.0",
  hono: "4.13.19",
};

const KEY = { EVOLINK_API_KEY: "sk-of-the-proxy" };

export async function* run(place) {
  const node = process.execPath;
  const express = `Express ${place.versionOf("express")}`;
  const deno = ["run", "--no-prompt", "--allow-net", "--allow-env=API,EVOLINK_API_KEY", "deno.mjs"];
  const servers = [
    { what: "node:http", version: `Node ${process.versions.node}`, program: [node, ["node-http.mjs"]] },
    { what: "app.use()", version: express, program: [node, ["express.mjs"]] },
    { what: "app.use() after express.json()", version: express, program: [node, ["express-json.mjs"]] },
    { what: "app.all()", version: `Hono ${place.versionOf("hono")}`, program: [node, ["hono.mjs"]] },
    {
      what: "Deno.serve()",
      version: `Deno ${place.versionOf("deno")}`,
      program: ["deno", deno],
      env: { DENO_DIR: place.at("deno-cache"), DENO_SERVE_ADDRESS: "tcp:127.0.0.1:0" },
    },
    {
      what: "Bun.serve()",
      version: `Bun ${place.versionOf("bun")}`,
      program: ["bun", ["bun.mjs"]],
      env: { BUN_PORT: "0" },
    },
  ];
  for (const { what, version, program, env } of servers) {
    const options = { ready: /listening on (http:\/\/[\w.]+:\d+)/i, env: { ...KEY, ...env } };
    const answer = await place.serving(...program, options, ({ match: [, SITE] }) =>
      place.answer(node, ["visitor.mjs"], { env: { SITE } }),
    );
    yield { what, version, answer };
  }
}
