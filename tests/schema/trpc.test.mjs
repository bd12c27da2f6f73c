// schema() as the input of a tRPC procedure, called in process and over HTTP.
import assert from "node:assert/strict";
import { test } from "node:test";
import { initTRPC, TRPCError } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { buildRequest, schema } from "wanreel";
import { BAD, GOOD, ISSUES } from "./requests.mjs";

const t = initTRPC.create({
  errorFormatter: ({ shape, error }) => ({ ...shape, data: { ...shape.data, issues: error.cause?.issues } }),
});
const router = t.router({
  build: t.procedure.input(schema("wan2.7-image-to-video")).mutation(({ input }) => buildRequest(input)),
});

const call = t.createCallerFactory(router)({});

async function post(input) {
  const req = new Request("https://app.example.com/trpc/build", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(input),
  });
  const answer = await fetchRequestHandler({ endpoint: "/trpc", req, router, createContext: () => ({}) });
  return { status: answer.status, ...(await answer.json()) };
}

test("tRPC, called in process: the procedure is given the request as it is", async () => {
  assert.deepEqual((await call.build(GOOD)).request, GOOD);
});

test("tRPC, called in process: what is wrong is a BAD_REQUEST that carries every issue", async () => {
  await assert.rejects(call.build(BAD), (error) => {
    assert.ok(error instanceof TRPCError);
    assert.equal(error.code, "BAD_REQUEST");
    assert.equal(error.message, ISSUES[0].message);
    assert.deepEqual(error.cause.issues, ISSUES);
    return true;
  });
});

test("tRPC over HTTP: the same", async () => {
  const taken = await post(GOOD);
  assert.equal(taken.status, 200);
  assert.equal(taken.result.data.mode, "first_frame");
  assert.deepEqual(taken.result.data.request, GOOD);
  // What is only made when it is read is in the JSON all the same.
  const { body, fingerprint, mode, output, warnings } = buildRequest(GOOD);
  assert.deepEqual(taken.result.data, { body, request: GOOD, fingerprint, mode, output, warnings });

  const refused = await post(BAD);
  assert.equal(refused.status, 400);
  assert.equal(refused.error.message, ISSUES[0].message);
  assert.deepEqual(refused.error.data.issues, ISSUES);
});

test("tRPC over HTTP: no input at all", async () => {
  const { status, error } = await post(undefined);
  assert.equal(status, 400);
  assert.deepEqual(error.data.issues[0].path, []);
});
