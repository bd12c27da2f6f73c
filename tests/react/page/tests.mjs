// What the hook promises, each by its name. StrictMode is on in all: effects run twice.
import { act, cleanup, render } from "@testing-library/react";
import * as React from "react";
import { useVideo } from "wanreel/react";
import { doing, equal, REQUEST, show, until, world } from "./support.mjs";

// Not by name: an older React lacks one of them, and a bundler would refuse it.
const { Activity, createElement, StrictMode, useLayoutEffect } = React;

/** 5 s at 720p, $0.086 a second (guide, "Pricing"). */
const PRICE = 430_000;

const all = {
  async "price and issues while one types"() {
    const { client, posts } = world();
    const { now, type } = show(client);
    equal([now().price, now().issues], [undefined, []]);
    type({ request: REQUEST });
    equal([now().price.microUsd, now().issues], [PRICE, []]);
    const { issues } = now();
    type({ request: { ...REQUEST } });
    if (now().issues !== issues) throw new Error("another list for the same request");
    type({ request: { ...REQUEST, duration: 99 } });
    equal(
      now().issues.map(({ path }) => path),
      [["duration"]],
    );
    type({ request: { model: "wan2.7-image-to-video", prompt: REQUEST.prompt, image_start: new Blob(["x"]) } });
    equal([now().price.microUsd, now().issues], [PRICE, []], "with a file");
    for (const request of [null, 7, "", [], { model: 3 }]) type({ request });
    equal(posts(), 0);
  },

  async "a number field that was cleared is not given: in the price, the findings and the request"() {
    const { client, simulator } = world();
    const field = document.createElement("input");
    field.type = "number";
    const request = { ...REQUEST, duration: field.valueAsNumber, seed: field.valueAsNumber };
    const { now } = show(client, { request });
    equal([now().price.microUsd, now().issues], [PRICE, []]);
    await doing(() => now().generate());
    equal([now().status, now().error], ["completed", undefined]);
    const { body } = simulator.log().find(({ kind }) => kind === "submit");
    equal(JSON.parse(body), { model: REQUEST.model, prompt: REQUEST.prompt });
  },

  async "generates: every status, progress, the video, one task"() {
    const { client, posts, simulator } = world({ generationMs: 300, estimatedSeconds: 40 });
    const { now, seen } = show(client, { request: REQUEST });
    let answer;
    await doing(() => {
      now()
        .generate()
        .then((task) => {
          answer = task;
        });
    });
    await until(() => now().status === "completed");
    const statuses = [...new Set(seen.map(({ status }) => status))];
    equal(statuses, ["idle", "submitting", "waiting", "completed"]);
    const waiting = seen.find(({ status, etaSeconds }) => status === "waiting" && etaSeconds !== undefined);
    if (!(waiting.etaSeconds >= 35 && waiting.etaSeconds <= 40)) throw new Error(`eta ${waiting.etaSeconds}`);
    equal([now().progress, now().isLoading, now().error], [100, false, undefined]);
    equal([answer.id, now().task.results.length, posts()], [simulator.tasks()[0].id, 1, 1]);
    await until(() => now().history[0]?.state === "completed");
    equal(now().history[0].record.remembered.microUsd, PRICE);
  },

  async "calls who asked: for each look, the result once, an error once, and the functions of the last render"() {
    const told = [];
    const asking = (name, request = REQUEST) => ({
      request,
      onProgress: ({ id, status }) => told.push([name, id === "" ? id : status]),
      onResult: ({ results }) => told.push([name, "result", results.length]),
      onError: (error) => told.push([name, error.name]),
    });
    const { client } = world({ generationMs: 200 });
    const { now, type } = show(client, asking("first"));
    await doing(() => void now().generate());
    await until(() => now().status === "waiting");
    type(asking("second"));
    await until(() => now().status === "completed");
    equal(told[0], ["first", "pending"]);
    equal(
      told.filter(([, what]) => what === "result"),
      [["second", "result", 1]],
    );
    type(asking("third"));
    await doing(() => void now().generate({ ...REQUEST, duration: 99 }));
    equal(told.at(-1), ["third", "ValidationError"]);
    equal(told.filter(([, what]) => what === "ValidationError").length, 1);
  },

  async "a double click is one task"() {
    const { client, posts } = world();
    const { now } = show(client, { request: REQUEST });
    await doing(() => {
      now().generate();
      now().generate({ nativeEvent: {} });
    });
    await until(() => now().status === "completed");
    equal(posts(), 1);
  },

  async "two components of one client share a task and its history"() {
    const { client, posts } = world();
    const { now, other } = show(client, { request: REQUEST }, 2);
    await doing(() => {
      now().generate();
      other().generate();
    });
    await until(() => now().status === "completed" && other().status === "completed");
    equal([now().task.id, posts()], [other().task.id, 1]);
    await until(() => now().history[0]?.state === "completed");
    if (now().history !== other().history) throw new Error("two histories");
  },

  async "unmounted in a wait: the wait ends, the task is found again"() {
    const { client, posts, simulator } = world({ generationMs: 400 });
    const first = show(client, { request: REQUEST });
    await doing(() => void first.now().generate());
    await until(() => first.now().status === "waiting");
    first.page.unmount();
    await until(() => true);
    const { polls } = simulator.tasks()[0];
    await act(() => new Promise((resolve) => setTimeout(resolve, 150)));
    if (simulator.tasks()[0].polls > polls + 1) throw new Error("polled on, with nobody to show it");
    const second = show(client);
    await until(() => second.now().history.length === 1);
    await doing(() => void second.now().resume(second.now().history[0]));
    await until(() => second.now().status === "completed");
    equal([second.now().task.id, posts()], [simulator.tasks()[0].id, 1]);
  },

  async "unmounted in a submit: the task is known all the same"() {
    const { client, posts, simulator } = world({ latency: 150, generationMs: 100 });
    const first = show(client, { request: REQUEST });
    await doing(() => void first.now().generate());
    await until(() => posts() === 1 || simulator.tasks().length === 1);
    first.page.unmount();
    const second = show(client);
    await until(() => second.now().history[0]?.record.taskId !== undefined, "its task in the history");
    await doing(() => void second.now().resume(second.now().history[0]));
    await until(() => second.now().status === "completed");
    equal(posts(), 1);
  },

  async "stop in a wait and in a submit: nothing is lost, and it goes on later"() {
    for (const [options, when] of [
      [{ generationMs: 300 }, "waiting"],
      [{ latency: 120, generationMs: 100 }, "submitting"],
    ]) {
      const { client, posts } = world(options);
      const { now, seen } = show(client, { request: REQUEST });
      await doing(() => void now().generate());
      await until(() => now().status === when);
      if (when === "submitting") await act(() => new Promise((resolve) => setTimeout(resolve, 40)));
      await doing(() => now().stop());
      equal([now().status, now().isLoading, now().error], ["stopped", false, undefined], when);
      await until(() => now().history[0]?.record.taskId !== undefined, `${when}: its task in the history`);
      equal(now().status, "stopped");
      if (when === "submitting")
        equal(
          seen.some(({ status }) => status === "error"),
          false,
        );
      await doing(() => void now().resume(now().history[0]));
      await until(() => now().status === "completed");
      equal(posts(), 1, when);
      cleanup();
    }
  },

  async "errors, and what a visitor can do about each"() {
    for (const [name, action, options, request = REQUEST] of [
      ["ValidationError", "edit", {}, { ...REQUEST, duration: 99 }],
      ["ValidationError", "edit", {}, null],
      ["SubmissionUnknownError", "reconcile", { faults: { on: "submit", do: "drop_after" } }],
      ["ContentPolicyError", "edit", { faults: { do: "fail", code: "content_policy_violation" } }],
      ["TaskFailedError", "again", { faults: { do: "fail" } }],
      ["RateLimitError", "again", { faults: { on: "submit", status: 429 } }],
      ["InsufficientQuotaError", "operator", { faults: { on: "submit", status: 402 } }],
      ["DeadlineError", "resume", { generationMs: 60_000 }],
    ]) {
      const { client } = world(options, { poll: { initialMs: 10, maxMs: 20, deadlineMs: 300 } });
      const { now } = show(client);
      let answer = "none";
      await doing(() => {
        now()
          .generate(request)
          .then((task) => {
            answer = task;
          });
      });
      await until(() => now().status === "error", name);
      equal([now().error.name, now().action, answer], [name, action, undefined]);
      if (name === "DeadlineError") equal(now().task.id, now().error.taskId);
      await doing(() => now().reset());
      equal([now().status, now().error, now().task], ["idle", undefined, undefined]);
      cleanup();
    }
  },

  async "a new request leaves the one before, which is not lost"() {
    const { client, posts, simulator } = world({ generationMs: 300 });
    const { now } = show(client);
    await doing(() => void now().generate(REQUEST));
    await until(() => now().status === "waiting");
    await doing(() => void now().generate({ ...REQUEST, prompt: `${REQUEST.prompt}, in the rain` }));
    await until(() => now().status === "completed");
    equal([now().task.id, posts()], [simulator.tasks()[1].id, 2]);
    equal(now().history.length, 2);
  },

  async "another client pays from the render on that is given it"() {
    const [first, second] = [world(), world()];
    function Video({ client }) {
      const { generate } = useVideo({ client, request: REQUEST });
      useLayoutEffect(() => {
        // Before any effect that is not a layout's.
        if (client === second.client) generate();
      }, [client, generate]);
      return null;
    }
    const tree = (client) => createElement(StrictMode, null, createElement(Video, { client }));
    const page = render(tree(first.client));
    await doing(() => page.rerender(tree(second.client)));
    await until(() => first.posts() + second.posts() > 0);
    equal([first.posts(), second.posts()], [0, 1]);
  },

  async "gone, it calls nobody any more"() {
    const told = [];
    const { client } = world();
    const onError = ({ name }) => told.push(name);
    const { now, page } = show(client, { request: { ...REQUEST, duration: 99 }, onError });
    await doing(() => void now().generate());
    await until(() => now().status === "error");
    equal(told, ["ValidationError"]);
    await doing(() => now().reset());
    await act(async () => {
      const answer = now().generate();
      page.unmount();
      await answer;
    });
    equal(told, ["ValidationError"]);
  },

  async "hidden in a submit that fails: told when it is shown again, once"() {
    // React has <Activity> from 19.2 on.
    if (!Activity) return;
    const told = [];
    const { client } = world({ latency: 100, faults: { on: "submit", status: 402 } });
    let video;
    function Video() {
      video = useVideo({ client, request: REQUEST, onError: ({ name }) => told.push(name) });
      return null;
    }
    const tree = (mode) => createElement(StrictMode, null, createElement(Activity, { mode }, createElement(Video)));
    const page = render(tree("visible"));
    let over = false;
    await doing(() => {
      video.generate().then(() => {
        over = true;
      });
    });
    await doing(() => page.rerender(tree("hidden")));
    await until(() => over);
    equal(told, []);
    await doing(() => page.rerender(tree("visible")));
    await until(() => video.status === "error");
    equal(told, ["InsufficientQuotaError"]);
    await doing(() => page.rerender(tree("hidden")));
    await doing(() => page.rerender(tree("visible")));
    equal(told, ["InsufficientQuotaError"]);
  },

  async "a store that cannot be read is told of"() {
    const failing = { get: fail, claim: fail, set: fail, delete: fail, list: fail };
    const { now } = show(world({}, { store: failing }).client);
    await until(() => now().historyError !== undefined);
    equal(now().history, []);
  },
};

function fail() {
  return Promise.reject(new Error("the disk is full"));
}

/** Each by itself, and nothing of it left for the next. */
export const tests = Object.fromEntries(
  Object.entries(all).map(([name, run]) => [
    name,
    async () => {
      try {
        await run();
      } finally {
        cleanup();
      }
    },
  ]),
);
