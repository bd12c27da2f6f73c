/** The proxy: who, where, what, in this order, and only then anything else. */
import { ConfigError } from "../errors/local.js";
import { WanError } from "../errors/wan-error.js";
import { inTime } from "../internal/abort.js";
import { ledger } from "../limits/ledger.js";
import { readLines } from "../limits/lines.js";
import { userName } from "../limits/reservation.js";
import type { SpendingLine } from "../types/client.js";
import { json, Refused } from "./answer.js";
import { content } from "./content.js";
import { countRequest } from "./counters.js";
import { allowed, checkOrigin, preflight, type Visit, withCors } from "./origin.js";
import { redactJson } from "./redact-json.js";
import { type Route, routeOf } from "./routes.js";
import { seenThrough } from "./see-through.js";
import { readProxySettings, type Settings } from "./settings.js";
import { submit } from "./submit.js";
import { task } from "./task.js";
import type { Authorized, ProxyOptions, Visitor, WanProxy } from "./types.js";
import { showCredits, uploadFile } from "./upload.js";

const LONGEST_NAME = 256;
const LONGEST_FEATURE = 64;

/**
 * A handler that hides the API key: pages use it through `new WanClient({ baseUrl: "/api/wan" })`, and nothing else.
 * @throws ConfigError where an option is missing or wrong
 */
export function createProxy(options: ProxyOptions): WanProxy {
  const settings = readProxySettings(options);
  const answer: (...given: Parameters<WanProxy>) => Promise<Response> = async (request, ...context) => {
    let visit: Visit = { cors: undefined };
    let user: string | undefined;
    try {
      const url = new URL(request.url);
      const route = routeOf(settings.mount, url.pathname);
      if (!route || !isOffered(settings, route)) throw notFound();
      const signed = route.to === "content" && settings.results === "signed" && url.searchParams.has("signature");
      // A signed link says by itself what it is for, to whatever page.
      const open = signed && request.method !== "OPTIONS";
      visit = open ? allowed(request, settings.origins) : checkOrigin(request, url, settings);
      if (request.method === "OPTIONS")
        return withCors(preflight(visit, request, route.method), visit, settings.origins);
      if (request.method !== route.method) throw wrongMethod(route.method);
      const work = async (): Promise<Response> => {
        if (signed) return follow(settings, route, url, request);
        const visitor = await authorize(settings, request);
        user = visitor.user;
        await requireKey(settings);
        await countRequest(settings, visitor.user, Date.now());
        return serve(settings, visitor, route, request, url);
      };
      // A submit under way outlives the page that asked for it.
      const response = route.method === "POST" ? seenThrough(work(), context) : work();
      return withCors(await response, visit, settings.origins);
    } catch (error) {
      return withCors(refusal(settings, error, user), visit, settings.origins);
    }
  };
  return Object.assign(answer, { spending: (only: Only = {}) => spending(settings, only) });
}

interface Only {
  user?: string;
  day?: string;
}

async function spending(settings: Settings, { user, day }: Only): Promise<SpendingLine[]> {
  const named = new Map(user === undefined ? [] : [[ledger().user_tag(userName(user)), user]]);
  return readLines(settings.limits, await settings.counterSpace(), { day, user }, named);
}

function serve(settings: Settings, visitor: Visitor, route: Route, request: Request, url: URL): Promise<Response> {
  switch (route.to) {
    case "submit":
      return submit(settings, visitor, request);
    case "task":
      return task(settings, visitor, request, url, route);
    case "content":
      return settings.tokens
        .verify(visitor.user, route.id)
        .then((token) => content(settings, visitor.user, token, route.index, request));
    case "credits":
      return showCredits(settings, visitor.user);
    case "upload":
      return uploadFile(settings, visitor, request, route.kind);
  }
}

async function follow(settings: Settings, route: Route, url: URL, request: Request): Promise<Response> {
  if (route.to !== "content") throw notFound();
  const signedByKey = settings.options.secret === undefined;
  if (signedByKey) await requireKey(settings);
  const token = await settings.tokens.verifyLink(route.id, url.searchParams);
  // Whoever has the link is nobody in particular: the task is counted, by its signature.
  if (token) {
    await countRequest(settings, `link/${route.id.slice(-43)}`, Date.now());
    // Not for whoever made a signature up: what tells the key may cost something, and what is missing is nobody else's affair.
    if (!signedByKey) await requireKey(settings);
  }
  return content(settings, "", token, route.index, request);
}

/** Asks whose request it is. What throws, or answers something else, lets nobody in. */
async function authorize(settings: Settings, request: Request): Promise<Visitor> {
  let answer: unknown;
  try {
    answer = await settings.options.authorize(request);
    if (request.bodyUsed)
      throw new TypeError("authorize read the body, which the proxy needs: give it request.clone()");
    if (answer !== null && answer !== undefined && !isVisitor(answer)) {
      throw new TypeError(
        `authorize must answer null, or { user, feature? } of 1 to ${LONGEST_NAME} and at most ${LONGEST_FEATURE} characters`,
      );
    }
  } catch (error) {
    settings.tell({ type: "failed", where: "authorize", error });
    const message = "it could not be found out who you are; nothing was sent";
    throw new Refused(500, { code: "internal_error", message, type: "api_error" });
  }
  if (!isVisitor(answer)) {
    throw new Refused(401, { code: "unauthorized", message: "sign in first", type: "session_required" });
  }
  return { user: answer.user, feature: answer.feature ?? "" };
}

/** Without a key nothing can be sent, now or in half a minute: so the page is told at once, by what is not sent again. */
async function requireKey({ keys, tell, wire }: Settings): Promise<void> {
  try {
    const key = keys.authorize();
    if (key instanceof Promise) await inTime(key, wire.readMs);
  } catch (error) {
    tell({ type: "failed", where: "apiKey", error });
    if (error instanceof ConfigError) {
      const message = "this service has no usable API key: set EVOLINK_API_KEY on the server; nothing was sent";
      throw new Refused(401, { code: "no_api_key", message, type: "service_account_error" });
    }
    const message = "the API key could not be had; nothing was sent";
    throw new Refused(500, { code: "internal_error", message, type: "api_error" });
  }
}

function isVisitor(answer: unknown): answer is Authorized {
  const { user, feature = "" } = Object(answer) as { user?: unknown; feature?: unknown };
  const named = typeof user === "string" && user.length > 0 && user.length <= LONGEST_NAME;
  return named && typeof feature === "string" && feature.length <= LONGEST_FEATURE;
}

function isOffered({ options }: Settings, { to }: Route): boolean {
  if (to === "credits") return options.credits === true;
  if (to === "upload") return options.uploads !== undefined && options.uploads !== false;
  if (to === "content") return options.results !== "direct";
  return true;
}

function refusal(settings: Settings, error: unknown, user: string | undefined): Response {
  if (error instanceof Refused) {
    const { status, code } = error;
    settings.tell({ type: "refused", status, code, ...(user === undefined ? {} : { user }) });
    return error.response();
  }
  settings.tell({ type: "failed", where: "proxy", error });
  // What happened is for the log: its words may be about anything.
  const code = error instanceof WanError && error.code === "wasm_blocked" ? error.code : "internal_error";
  const body = { error: { code, message: "the proxy failed; nothing was sent", type: "api_error" } };
  return json(
    500,
    redactJson(body, (text) => settings.keys.redactText(text)),
  );
}

function notFound(): Refused {
  return new Refused(404, { code: "not_found", message: "there is nothing here" });
}

function wrongMethod(allow: string): Refused {
  const message = `only ${allow} is allowed here`;
  return new Refused(405, { code: "method_not_allowed", message, headers: { allow } });
}
