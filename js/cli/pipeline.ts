/** A pipeline (`wanreel/edge`), as an operator asks it over HTTP. */

import { Option } from "commander";
import type { CoordinatorOverview } from "../edge/machine.js";
import type { Job } from "../edge/types.js";
import { isLoopback } from "../internal/is-loopback.js";
import { UsageError } from "./usage-error.js";

/** What is said where the pipeline says no, or nothing that is understood. */
export class PipelineError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = "PipelineError";
    this.code = code;
  }
}

/** A job that somebody has to look at. */
export type Unresolved = CoordinatorOverview["review"][number];

const TIMEOUT_MS = 30_000;

export function pipelineFlag(): Option {
  return new Option("--pipeline <URL>", "Of a pipeline of yours: its address, with its mount");
}

export function headerFlag(): Option {
  const collect = (text: string, before: string[] | undefined) => [...(before ?? []), text];
  return new Option("-H, --header <LINE>", 'What lets an operator in, as in "cookie: session=…"; may be repeated')
    .argParser(collect)
    .default(undefined, "authorization: Bearer $WANREEL_PIPELINE_TOKEN");
}

/** The pipeline's operator routes. */
export class PipelineClient {
  readonly #base: string;
  readonly #headers: Headers;

  /** @throws UsageError where the address or a header is none */
  constructor(address: string, lines: readonly string[], token: string | undefined) {
    const { base, authorization } = readAddress(address);
    this.#base = base;
    this.#headers = new Headers({ accept: "application/json" });
    if (token) this.#headers.set("authorization", `Bearer ${token}`);
    if (authorization) this.#headers.set("authorization", authorization);
    for (const line of lines) addHeader(this.#headers, line);
  }

  async unresolved(): Promise<Unresolved[]> {
    const { review } = (await this.#ask("GET", "/review")) as { review?: Unresolved[] };
    if (Array.isArray(review)) return review;
    throw new PipelineError("not_a_pipeline", `${this.#base}/review answers no list: is the mount in the address?`);
  }

  async job(id: string): Promise<Job> {
    return (await this.#ask("GET", `/jobs/${id}`)) as Job;
  }

  async reconcile(id: string, outcome: { taskId: string } | { outcome: "not_accepted" }): Promise<Job> {
    return (await this.#ask("POST", `/jobs/${id}/reconcile`, outcome)) as Job;
  }

  async #ask(method: string, path: string, body?: object): Promise<unknown> {
    const headers = new Headers(this.#headers);
    if (body) headers.set("content-type", "application/json");
    const url = this.#base + path;
    let answer: Response;
    try {
      answer = await fetch(url, {
        method,
        headers,
        // Followed, it would take what lets an operator in to wherever it leads.
        redirect: "manual",
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
    } catch (error) {
      const { cause, message } = error as Error & { cause?: Error };
      throw new PipelineError("network_error", `${new URL(url).host} does not answer: ${cause?.message || message}`);
    }
    const text = await answer.text();
    if (answer.ok) return readJson(text, url);
    throw refusal(answer, text, url);
  }
}

function readAddress(address: string): { base: string; authorization?: string } {
  if (!URL.canParse(address) || !/^https?:/i.test(address)) {
    throw new UsageError(`--pipeline must be an address, such as https://videos.example.com; got "${address}"`);
  }
  const url = new URL(address);
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    throw new UsageError("--pipeline must be https: over http anybody on the way could read what lets you in");
  }
  const base = url.origin + url.pathname.replace(/\/+$/, "");
  if (url.username === "" && url.password === "") return { base };
  const pair = [url.username, url.password].map(decodeURIComponent).join(":");
  return { base, authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
}

function addHeader(headers: Headers, line: string): void {
  const [, name = "", value = ""] = /^([^:\s]+):\s*(.*)$/.exec(line) ?? [];
  try {
    headers.set(name, value);
  } catch {
    // Without its value, which is a secret.
    throw new UsageError('--header must be a name and a value, as in --header "authorization: Bearer …"');
  }
}

function readJson(text: string, url: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new PipelineError("not_a_pipeline", `${url} answers no JSON: is the mount in the address?`);
  }
}

const LET_IN = "say who you are by --header, or by WANREEL_PIPELINE_TOKEN; the option `operators` decides";

function refusal({ status, headers }: Response, text: string, url: string): PipelineError {
  if (status >= 300 && status < 400) {
    const to = headers.get("location") ?? "elsewhere";
    const where = URL.canParse(to, url) ? new URL(to, url).host : "elsewhere";
    return new PipelineError("redirected", `${url} leads to ${where}: a login? ${LET_IN}`);
  }
  let said: { code?: string; message?: string } = {};
  try {
    said = Object(JSON.parse(text)).error ?? {};
  } catch {
    // A page of whatever stands before it.
  }
  const message = said.message ?? `${url} answered ${status}`;
  const more = status === 401 || status === 403 ? `; ${LET_IN}` : "";
  return new PipelineError(said.code ?? `http_${status}`, message + more);
}
