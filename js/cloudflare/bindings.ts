/** Cloudflare's bindings as far as they are used here, so that nothing depends on the types of workerd. */

/** What a Workers KV binding is. */
export interface KvNamespace {
  get(key: string): Promise<string | null>;
  put(key: string, value: string, options?: { expiration?: number }): Promise<void>;
  delete(key: string): Promise<void>;
  list?(options: {
    prefix: string;
    cursor?: string;
  }): Promise<{ keys: { name: string }[]; list_complete: boolean; cursor?: string }>;
}

/** What a Durable Object namespace binding is. */
export interface ObjectNamespace {
  idFromName(name: string): unknown;
  get(id: never): { fetch(url: string, init: { method: string; body: string }): Promise<Response> };
}

/**
 * Asks the object of that name.
 * @throws Error where it answers with a status other than 2xx
 */
export async function askObject(
  namespace: ObjectNamespace,
  name: string,
  url: string,
  message: unknown,
): Promise<unknown> {
  const stub = namespace.get(namespace.idFromName(name) as never);
  const response = await stub.fetch(url, { method: "POST", body: JSON.stringify(message) });
  if (!response.ok) throw new Error(`the Durable Object answered ${response.status}`);
  return response.json();
}
