// A file server that counts what it sends, and has every habit servers have.
import { once } from "node:events";
import { closeSync, openSync, readSync } from "node:fs";
import { createServer } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const CHUNK = 64 << 10;

/** A file for `serve`: its size, and how to read a part of it. */
export const inMemory = (bytes) => ({ size: bytes.length, read: (start, end) => bytes.subarray(start, end) });

/** Real bytes at its ends, zeros between them: a large video that is not written anywhere. */
export function sparse(head, size, tail = Buffer.alloc(0)) {
  const parts = [
    [0, head],
    [size - tail.length, tail],
  ];
  const read = (start, end) => {
    const out = Buffer.alloc(end - start);
    for (const [at, bytes] of parts) {
      const [from, to] = [Math.max(start, at), Math.min(end, at + bytes.length)];
      if (from < to) bytes.copy(out, from - start, from - at, to - at);
    }
    return out;
  };
  return { size, read };
}

/** A file on the disk. */
export function onDisk(path, size) {
  const read = (start, end) => {
    const file = openSync(path);
    const out = Buffer.alloc(end - start);
    readSync(file, out, 0, out.length, start);
    closeSync(file);
    return out;
  };
  return { size, read };
}

/**
 * Serves files by path; `?habit=` makes it misbehave. `sent` counts bytes of bodies that left, `asked` the requests.
 */
export async function serve(files) {
  const state = { sent: 0, asked: [] };
  const server = createServer((request, response) => {
    answer(files, state, request, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${server.address().port}`;
  const reset = () => Object.assign(state, { sent: 0, asked: [] });
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { origin, state, reset, close };
}

async function answer(files, state, request, response) {
  const url = new URL(request.url, "http://server.test");
  const habits = new Set(url.searchParams.getAll("habit"));
  const { range, authorization, cookie } = request.headers;
  state.asked.push({ range, authorization, cookie, path: url.pathname });
  if (habits.has("cors")) response.setHeader("access-control-allow-origin", "*");
  if (habits.has("silent")) return;
  const status = url.searchParams.get("status");
  if (status) return response.writeHead(Number(status)).end("no");
  const hops = Number(url.searchParams.get("hops") ?? 0);
  if (hops > 0) {
    url.searchParams.set("hops", hops - 1);
    return response.writeHead(302, { location: url.pathname + url.search }).end();
  }
  const file = files[url.pathname];
  if (!file) return response.writeHead(404).end("not found");
  await send(file, range, habits, state, response);
}

async function send(file, range, habits, state, response) {
  const { size } = file;
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(habits.has("no-ranges") ? "" : (range ?? "")) ?? [];
  let [start, end] = from === undefined ? [0, size] : [Number(from), Math.min(Number(to) + 1, size)];
  if (start >= size && from !== undefined) {
    return response.writeHead(416, { "content-range": `bytes */${size}` }).end();
  }
  if (habits.has("wrong-range")) start += 1;
  if (habits.has("too-much")) end = size;
  const headers = {};
  if (from !== undefined && !habits.has("no-content-range"))
    headers["content-range"] = `bytes ${start}-${end - 1}/${size}`;
  if (habits.has("unknown-size") && from !== undefined) headers["content-range"] = `bytes ${start}-${end - 1}/*`;
  if (habits.has("grows") && start > 0) headers["content-range"] = `bytes ${start}-${end - 1}/${size + 1}`;
  if (!habits.has("chunked")) headers["content-length"] = end - start;
  response.writeHead(from === undefined ? 200 : 206, headers);
  if (habits.has("stalls")) return response.write(file.read(start, Math.min(end, start + 10)));
  if (habits.has("cuts")) {
    response.write(file.read(start, start + Math.floor((end - start) / 2)), () => response.destroy());
    return;
  }
  await pipeline(Readable.from(chunks(file, start, end, state)), response);
}

function* chunks(file, start, end, state) {
  for (let at = start; at < end; at += CHUNK) {
    const chunk = file.read(at, Math.min(at + CHUNK, end));
    state.sent += chunk.length;
    yield chunk;
  }
}
