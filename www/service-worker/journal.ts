/**
 * What was sent to the simulated API, in this browser's cache. A Service Worker is ended whenever it has nothing to do, and its
 * memory with it; begun anew with the same seed, the simulator is told all of it once more, each at its own time.
 */

const CACHE = "wanreel-simulator";
/** As long as a result lives; then it is begun with nothing. */
const DAY_MS = 24 * 3_600_000;

/** A request that changes something: a submit or an upload. */
export interface Sent {
  at: number;
  method: string;
  /** Path and query. */
  path: string;
  type: string;
  /** The simulator's rules at that time, as JSON: what they refused is refused once more. */
  faults: string;
  body: ArrayBuffer;
}

export interface Begun {
  seed: number;
  startedAt: number;
}

const keyOf = (name: string | number) => new Request(`https://journal.invalid/${name}`);
const open = () => caches.open(CACHE);

/** What the simulator begins with, and all that it was sent, oldest first. */
export async function recallJournal(now: number): Promise<{ begun: Begun; sent: Sent[] }> {
  const cache = await open();
  const known: Begun | undefined = await (await cache.match(keyOf("begun")))?.json();
  if (known && now - known.startedAt < DAY_MS) return { begun: known, sent: await allSent(cache) };
  await caches.delete(CACHE);
  const begun = { seed: Math.floor(Math.random() * 2 ** 31), startedAt: now };
  await (await open()).put(keyOf("begun"), Response.json(begun));
  return { begun, sent: [] };
}

async function allSent(cache: Cache): Promise<Sent[]> {
  const sent: Sent[] = [];
  for (let number = 0; ; number++) {
    const entry = await cache.match(keyOf(number));
    if (!entry) return sent;
    const about: Omit<Sent, "body"> = JSON.parse(decodeURIComponent(entry.headers.get("x-sent") ?? "null"));
    sent.push({ ...about, body: await entry.arrayBuffer() });
  }
}

/** Before it is answered: whoever has heard of a task finds it again. */
export async function note(number: number, { body, ...about }: Sent): Promise<void> {
  const headers = { "x-sent": encodeURIComponent(JSON.stringify(about)) };
  await (await open()).put(keyOf(number), new Response(body, { headers }));
}
