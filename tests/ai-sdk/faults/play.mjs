// One row against one provider: a call of generateVideo in a world whose clock and sockets are the row's.
import { pass } from "../../faults/pace.mjs";
import { order, World } from "../../faults/world.mjs";
import { generateVideo } from "../sdk.mjs";

const PROMPT = "A lighthouse keeper climbs the stairs at dusk";

/** What came of it, as tests/faults/check-row.mjs reads it, and the server's books. */
export async function play(row, mode, host, { open }) {
  const id = crypto.randomUUID();
  const epoch = Date.now();
  const { faults = [], offline = [], generationMs, estimatedSeconds, callbackStatus } = row;
  const place = { host: host.url, refused: host.refused, id, epoch, now: 0, phase: 0, page: false };
  const simulated = { id, epoch, faults, offline, generationMs, estimatedSeconds, callbackStatus, idempotency: mode };
  const { base } = await order(place, "new", simulated);
  const world = new World(row, row, place);
  const abort = new AbortController();
  world.acts.abort = ({ reason }) => abort.abort(reason);
  world.install();
  const report = { events: [], outcomes: [], unhandled: world.unhandled, sent: world.sent };
  try {
    const onEvent = ({ error, ...event }) => report.events.push(error ? { ...event, error: String(error) } : event);
    const { call, store } = open({ base, watch: (inner) => world.watch(inner), onEvent });
    let over = false;
    const started = world.clock.now;
    generateVideo({ ...call, prompt: PROMPT, abortSignal: abort.signal })
      .then(delivered, failed)
      .then((outcome) => {
        report.outcomes.push({ call: "generate", ...outcome, elapsedMs: Math.round(world.clock.now - started) });
        over = true;
      });
    // Without a time-out a request that is never answered is waited for for ever.
    await pass(world, () => over).catch(neverEnds);
    const sent = world.sent.length;
    if (over) await pass(world, () => world.flights.size === 0 && world.busy === 0);
    const records = store ? (await store.list()).map(([, record]) => record) : [];
    Object.assign(report, { records, timers: world.clock.timers.size, late: world.sent.length - sent });
  } finally {
    world.uninstall();
  }
  return { report, ledger: await order(place, "ledger", {}) };
}

function neverEnds(error) {
  if (!error.message.startsWith("stuck")) throw error;
}

function delivered({ video, providerMetadata }) {
  const [first] = providerMetadata.wan?.videos ?? [];
  return { outcome: "completed", bytes: video.uint8Array.length, taskId: first?.taskId, metadata: providerMetadata };
}

function failed(error) {
  const { name, code, taskId, status, fingerprint, idempotencyKey, retryAfterMs } = Object(error);
  const fields = { code, taskId, status, fingerprint, idempotencyKey, retryAfterMs, told: told(error) };
  return { outcome: name ?? `reason ${String(error)}`, ...fields };
}

/** All that an error says, to its last cause: whoever looks for a task finds its id there, if it is anywhere. */
function told(error, depth = 0) {
  if (depth > 5 || typeof error !== "object" || error === null) return String(error);
  const { message, url, responseBody, cause, errors = [], lastError, task } = error;
  const inner = [cause, lastError, ...errors].filter(Boolean).map((each) => told(each, depth + 1));
  return [message, url, responseBody, task?.id, ...inner].filter(Boolean).join("\n");
}
