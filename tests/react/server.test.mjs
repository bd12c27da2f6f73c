// On a server: rendered with a price, no request, no store; and what React Server Components must find.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { useVideo, WanProvider } from "wanreel/react";
import { at } from "../../scripts/lib/steps.mjs";

function Video() {
  const { status, price, issues, history, progress } = useVideo({
    request: { model: "wan2.7-text-to-video", prompt: "A lighthouse keeper climbs the stairs", duration: 5 },
  });
  return createElement("p", null, JSON.stringify([status, price.microUsd, issues, history, progress]));
}

test("a server renders the price and asks nobody", () => {
  const { fetch } = globalThis;
  globalThis.fetch = () => assert.fail("a request while rendering");
  try {
    const text = "<p>[&quot;idle&quot;,430000,[],[],0]</p>";
    assert.equal(renderToString(createElement(Video)), text);
    const options = { baseUrl: "/api/wan" };
    assert.equal(renderToString(createElement(WanProvider, { options }, createElement(Video))), text);
  } finally {
    globalThis.fetch = fetch;
  }
});

test("both forms of the entry begin as client components do", () => {
  assert.match(readFileSync(at("dist", "react.js"), "utf8"), /^"use client";/);
  assert.match(readFileSync(at("dist", "react.cjs"), "utf8"), /^"use strict";\s*"use client";/);
});
