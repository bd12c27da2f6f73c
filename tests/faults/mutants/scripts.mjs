// Wrongs done to the JavaScript around them.

export const scripts = [
  {
    name: "claims nothing",
    file: "js/client/submit.ts",
    find: "const known = await claim();",
    replace: "const known = undefined as TaskRecord | undefined;",
    red: ["two clients that share a store, at once", "a claim left behind by a crash six minutes ago"],
  },
  {
    name: "releases the claim where the outcome is unknown",
    file: "js/client/submit.ts",
    find: "if (error instanceof SubmissionUnknownError) await outcomeUnknown(context, submission);",
    replace: "if (error instanceof SubmissionUnknownError) await context.persist(() => submission.release());",
    red: ["the same request again after a lost answer"],
  },
  {
    name: "keeps the claim after a refusal",
    file: "js/client/submit.ts",
    find: "else await context.persist(() => submission.release());\n    throw error;",
    replace: "else await outcomeUnknown(context, submission);\n    throw error;",
    red: ["the same request again after a refusal"],
  },
  {
    name: "releases the claim of a POST aborted in flight",
    file: "js/client/submit.ts",
    find: "throw reason;\n    if (underway.open) await outcomeUnknown(context, submission);",
    replace: "throw reason;\n    if (underway.open) await context.persist(() => submission.release());",
    red: ["aborted with a POST in flight, then asked again"],
  },
  {
    name: "takes over a claim left behind",
    file: "js/client/submission.ts",
    find: 'if (is !== "task") throw this.unknown(there);',
    replace: 'if (is !== "task") return undefined;',
    red: ["a claim left behind by a crash six minutes ago", "an unknown outcome left behind"],
  },
  {
    name: "polls on after an abort",
    file: "js/internal/abort.ts",
    find: "for (const one of each) one.abort();",
    replace: "for (const one of each) void one;",
    // With a poll in flight it is noticed all the same, once that one is answered.
    red: ["aborted in the sleep between polls"],
  },
  {
    name: "takes completed without a URL for success",
    file: "js/client/wait.ts",
    find: "if (failure) throw failed(task, failure);",
    replace: 'if (failure && task.status !== "completed") throw failed(task, failure);',
    red: ["the task completes without a URL"],
  },
  {
    name: "forgets a completed task without a URL",
    file: "js/client/wait.ts",
    find: 'if (status !== "completed") return submission?.release();',
    replace: 'if (status !== "completed" || task.results.length === 0) return submission?.release();',
    red: ["the task completes without a URL, and is asked for again"],
  },
  {
    name: "loses the task's id in an error of a wait",
    file: "js/client/wait.ts",
    find: "throw toError(ended, { taskId: this.#taskId });",
    replace: "throw toError(ended, {});",
    red: ["GET 401", "GET 404"],
  },
  {
    name: "refuses to wait for a client that was freed meanwhile",
    file: "js/client/wait.ts",
    find: "context.checkKey();",
    replace: "context.check(options.signal);\n  context.checkKey();",
    red: ["freed in the claim", "aborted while the store notes the task"],
  },
  {
    name: "believes a callback",
    file: "js/client/callback.ts",
    find: "const task = await retrieve(id);",
    replace: 'const task = await retrieve(id).catch(() => parseTask({ id, status: "completed" }));',
    red: ["a callback that names somebody else's task"],
  },
  {
    name: "takes a callback twice",
    file: "js/client/callback.ts",
    // It is looked for before the task is read, and as its end is claimed.
    find: "const key = PREFIX + id;",
    replace: "const key = PREFIX + id + Math.random();",
    red: ["a callback delivered twice"],
  },
  {
    name: "asks a callback for no secret",
    file: "js/client/callback.ts",
    find: "if (!carries(request.url, parameter, secret)) {",
    replace: "if (secret === undefined) {",
    red: ["a callback without the secret"],
  },
  {
    name: "claims in a folder without exclusion",
    file: "js/stores/folder.ts",
    find: "return refused + 1;",
    replace: "return 0;",
    // By a look of its own the second would mostly see the first.
    also: { file: "js/stores/file.ts", find: "const there = await look(place);", replace: "const there = first;" },
    red: ["two clients that share a durable store, at once"],
  },
];
