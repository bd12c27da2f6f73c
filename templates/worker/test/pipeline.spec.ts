import { SELF } from "cloudflare:test";
import { expect, test, vi } from "vitest";
import type { Job } from "wanreel/edge";

const ask = (path: string, init: RequestInit = {}, token = "user") =>
  SELF.fetch(`https://videos.example.com${path}`, {
    ...init,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
  });
const post = (request: object) => ask("/jobs", { method: "POST", body: JSON.stringify(request) });
const request = { model: "wan2.7-text-to-video", prompt: "A lighthouse keeper climbs the stairs at dusk", duration: 5 };

test("a request becomes a job, the job a video in the bucket, and it is paid for once", async () => {
  const made = await post(request);
  expect(made.status).toBe(202);
  const { id, price } = await made.json<Job>();
  expect(price.microUsd).toBe(430_000); // 5 s at $0.086
  expect((await (await post(request)).json<Job>()).id).toBe(id);
  const job = await vi.waitUntil(
    async () => {
      const seen = await (await ask(`/jobs/${id}`)).json<Job>();
      return seen.state === "done" && seen;
    },
    { timeout: 50_000, interval: 250 },
  );
  expect(job.price.spentMicroUsd).toBe(430_000);
  const video = await SELF.fetch(`https://videos.example.com${job.video?.url}`);
  expect(video.headers.get("content-type")).toBe("video/mp4");
  expect((await video.arrayBuffer()).byteLength).toBe(job.video?.bytes);
});

test("nobody gets in without a token, and no user where operators are", async () => {
  expect((await ask("/jobs", {}, "stranger")).status).toBe(401);
  const refused = await ask("/operator");
  expect(refused.status).toBe(401);
  // By which a browser asks for the password.
  expect(refused.headers.get("www-authenticate")).toMatch(/^Basic /);
  const authorization = `Basic ${btoa("operator:operator")}`;
  const page = await SELF.fetch("https://videos.example.com/operator", { headers: { authorization } });
  expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect((await ask("/operator/overview", {}, "operator")).status).toBe(200);
});
