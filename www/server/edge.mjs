// The pipeline behind the page, in a real workerd, and the way to it.
import { request as httpRequest } from "node:http";
import { CALLBACKS, startPipeline } from "./pipeline.mjs";

const LOOPBACK = ["127.0.0.1", "::1", "localhost"];

/** Starts it; answers a handler for node:http, what calls it back as the API does, and a way to end it. */
export async function startEdge({ key, apiBase, host, verbose }) {
  const vars = {
    EVOLINK_API_KEY: key,
    EVOLINK_BASE_URL: apiBase,
    CALLBACK_ORIGIN: CALLBACKS,
    HOST: host,
    // Whoever is on this machine may look at all jobs; whoever comes over a network may not.
    OPERATORS: LOOPBACK.includes(host) ? "everybody" : "nobody",
  };
  const { url, address, callBack, close } = await startPipeline({ port: 0, vars, quiet: !verbose });
  return {
    url,
    callBack,
    handle(request, response) {
      const { method, url: path, headers } = request;
      const way = httpRequest(
        { host: address.hostname, port: address.port, method, path, headers, agent: false },
        (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
          answer.on("error", () => response.destroy());
        },
      );
      way.on("error", () => {
        if (!response.headersSent) response.writeHead(502);
        response.end();
      });
      // Whoever hangs up here hangs up there: the Worker stops telling.
      response.on("close", () => way.destroy());
      request.pipe(way);
    },
    close,
  };
}
