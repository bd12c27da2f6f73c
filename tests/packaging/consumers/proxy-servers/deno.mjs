import { proxy } from "./proxy.mjs";

Deno.serve((request) => proxy(request));
