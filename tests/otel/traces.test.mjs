// Spans and metrics by OpenTelemetry's own SDK, held in memory; names by its semantic conventions.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { context, metrics, propagation, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { TracedWanClient } from "wanreel/otel";
import { createSimulator } from "wanreel/simulator";

const KEY = "sk-test-0123456789abcdef";
const MODEL = "wan2.7-text-to-video";
const REQUEST = { model: MODEL, prompt: "A lighthouse keeper climbs the stairs at dusk", duration: 5 };

const spans = new InMemorySpanExporter();
const measured = new InMemoryMetricExporter(AggregationTemporality.DELTA);
const reader = new PeriodicExportingMetricReader({ exporter: measured, exportIntervalMillis: 3_600_000 });
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
const meters = new MeterProvider({ readers: [reader] });

before(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
  metrics.setGlobalMeterProvider(meters);
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
});
beforeEach(async () => {
  await reader.forceFlush();
  spans.reset();
  measured.reset();
});
after(() => meters.shutdown());

function setUp(simulatorOptions = {}, options = {}) {
  const simulator = createSimulator({ generationMs: 40, ...simulatorOptions });
  const client = new TracedWanClient({
    apiKey: KEY,
    fetch: simulator.fetch,
    poll: { initialMs: 10, maxMs: 20 },
    retry: { initialMs: 5, maxMs: 50 },
    ...options,
  });
  return { simulator, client };
}

const named = (name) => spans.getFinishedSpans().filter((span) => span.name === name);

async function points(name) {
  await reader.forceFlush();
  const all = measured.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
  return all
    .filter(({ descriptor }) => descriptor.name === name)
    .flatMap(({ descriptor, dataPoints }) =>
      dataPoints.map(({ attributes, value }) => ({ unit: descriptor.unit, attributes, value })),
    );
}

test("a generation is a span, its requests spans in it, the trace's context with each", async () => {
  const { client, simulator } = setUp();
  const task = await trace.getTracer("caller").startActiveSpan("caller", async (span) => {
    const done = await client.generate(REQUEST);
    span.end();
    return done;
  });
  const [caller] = named("caller");
  const [generation] = named(`generate_video ${MODEL}`);
  assert.equal(generation.kind, SpanKind.CLIENT);
  assert.equal(generation.parentSpanContext.spanId, caller.spanContext().spanId);
  assert.deepEqual(generation.attributes, {
    "gen_ai.operation.name": "generate_video",
    "gen_ai.provider.name": "evolink",
    "gen_ai.request.model": MODEL,
    "gen_ai.response.id": task.id,
  });
  const [post] = named("POST");
  assert.equal(post.parentSpanContext.spanId, generation.spanContext().spanId);
  assert.deepEqual(post.attributes, {
    "http.request.method": "POST",
    "server.address": "api.evolink.ai",
    "server.port": 443,
    "url.full": "https://api.evolink.ai/v1/videos/generations",
    "http.response.status_code": 200,
  });
  assert.ok(named("GET").length >= 1);
  for (const { headers, kind } of simulator.log()) {
    const [, traceId, spanId] = headers.traceparent.split("-");
    assert.equal(traceId, caller.spanContext().traceId, kind);
    assert.ok(spans.getFinishedSpans().some((span) => span.spanContext().spanId === spanId));
  }
});

test("a result's host is told no trace, and its address's query is nowhere", async () => {
  const { client, simulator } = setUp();
  const task = await client.generate(REQUEST);
  const signed = { ...task, results: [`${task.results[0]}?signature=of-nobody`] };
  await client.download(signed).then((answer) => answer.arrayBuffer());
  const { headers } = simulator.log().findLast(({ kind }) => kind === "result");
  assert.equal(headers.traceparent, undefined);
  assert.ok(!said().includes("of-nobody"));
});

test("money and waiting time are counted, once a task", async () => {
  const { client } = setUp();
  await client.generate(REQUEST);
  await client.generate(REQUEST);
  // 5 s at 720p, $0.086 a second (guide, "Pricing"); the second is the same task.
  assert.deepEqual(await points("wan.task.cost"), [
    { unit: "USD", attributes: { "wan.cost.ceiling": false }, value: 0.43 },
  ]);
  measured.reset();
  await client.generate(REQUEST, { dedupe: false });
  const [{ unit, attributes, value }] = await points("wan.task.duration");
  assert.deepEqual([unit, attributes, value.count], ["s", { "wan.task.status": "completed" }, 1]);
  assert.ok(value.min >= 0.03 && value.max < 20, `${value.min} to ${value.max}`);
  const [{ attributes: request }] = await points("http.client.request.duration");
  assert.equal(request["server.address"], "api.evolink.ai");
  const operations = await points("gen_ai.client.operation.duration");
  assert.equal(operations[0].attributes["gen_ai.request.model"], MODEL);
});

test("a failure is a span of error, with its class, its code, and no words of the request", async () => {
  const { client } = setUp({ faults: { do: "fail", code: "content_policy_violation" } });
  await assert.rejects(client.generate(REQUEST), { name: "ContentPolicyError" });
  const [generation] = named(`generate_video ${MODEL}`);
  assert.equal(generation.status.code, SpanStatusCode.ERROR);
  assert.equal(generation.attributes["error.type"], "ContentPolicyError");
  assert.equal(generation.attributes["wan.error.code"], "content_policy_violation");
  assert.match(generation.attributes["gen_ai.response.id"], /^task-/);
  assert.deepEqual(await points("wan.task.cost"), []);
});

test("retries are events of the call, and each attempt a span", async () => {
  const { client } = setUp({ faults: { on: "submit", nth: 1, status: 429 } });
  await client.submit(REQUEST);
  const [submit] = named(`submit_video ${MODEL}`);
  const [retry] = submit.events;
  assert.equal(retry.name, "wan.retry");
  assert.equal(retry.attributes["wan.attempt"], 1);
  const [refused, accepted] = named("POST").map(({ attributes }) => attributes);
  assert.deepEqual([refused["http.response.status_code"], refused["error.type"]], [429, "429"]);
  assert.equal(accepted["http.response.status_code"], 200);
});

test("a connection that breaks is an error by its class", async () => {
  const { client } = setUp({ faults: { on: "submit", do: "drop_after" } });
  await assert.rejects(client.submit(REQUEST), { name: "SubmissionUnknownError" });
  assert.equal(named("POST")[0].attributes["error.type"], "TypeError");
  assert.equal(named(`submit_video ${MODEL}`)[0].attributes["error.type"], "SubmissionUnknownError");
});

/** All that was exported, as text. */
function said() {
  return JSON.stringify(
    spans
      .getFinishedSpans()
      .map(({ name, attributes, events, status, links }) => [name, attributes, events, status, links]),
  );
}

test("neither the key nor the prompt is anywhere", async () => {
  for (const faults of [[], { on: "submit", status: 400 }, { do: "fail" }, { on: "poll", do: "html", times: 2 }]) {
    const { client } = setUp({ faults });
    await client.generate(REQUEST).catch(() => {});
  }
  await assert.rejects(setUp().client.generate({ ...REQUEST, duration: 99 }), { name: "ValidationError" });
  await reader.forceFlush();
  const all = said() + JSON.stringify(measured.getMetrics().map(({ scopeMetrics }) => scopeMetrics));
  assert.ok(all.length > 1000);
  assert.ok(!all.includes(KEY) && !all.includes("lighthouse"));
});

test("events and budget of the caller's are heard as ever", async () => {
  const events = [];
  const { client } = setUp({}, { budget: { perUserDayMicroUsd: 500_000 }, onEvent: ({ type }) => events.push(type) });
  await client.generate(REQUEST, { user: "ada" });
  assert.ok(events.includes("submitted") && events.includes("settled"));
  await assert.rejects(client.generate(REQUEST, { user: "ada", dedupe: false }), { name: "BudgetError" });
});
