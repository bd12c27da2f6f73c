import { proxy } from "./proxy.mjs";

const server = Bun.serve({ fetch: (request) => proxy(request) });
console.log(`listening on http://${server.hostname}:${server.port}`);
