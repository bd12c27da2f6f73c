import { createServer } from "node:http";
import { toNodeHandler } from "wanreel/proxy";
import { proxy } from "./proxy.mjs";

const server = createServer(toNodeHandler(proxy));
server.listen(0, "127.0.0.1", () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
