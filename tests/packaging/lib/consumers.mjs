// Runs consumers: each in a folder of its own, from one tarball, against one simulated API.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ANSWER } from "./answer.mjs";
import { openApi } from "./api.mjs";
import { Place } from "./place.mjs";
import { pack } from "./tarball.mjs";

const folder = new URL("../consumers/", import.meta.url);

/**
 * All of them, by name. A consumer.mjs exports `title`, `packages` (what is installed beside wanreel, exact versions),
 * `quick` (part of npm test), `from` (whose files it uses; default its own), and `run(place)`: an async generator of
 * rows { what, version, answer }, or { what, version, checked } where a program judges itself by the tests it brings.
 */
export async function consumers() {
  // A folder alone may be what another branch has left behind.
  const names = readdirSync(folder)
    .filter((name) => existsSync(new URL(`${name}/consumer.mjs`, folder)))
    .sort();
  const load = async (name) => ({
    name,
    packages: {},
    from: name,
    ...(await import(new URL(`${name}/consumer.mjs`, folder))),
  });
  return Promise.all(names.map(load));
}

/** A workshop: the tarball, the API, and a temporary folder for the consumers. */
export async function open({ keep = false } = {}) {
  const base = mkdtempSync(join(tmpdir(), "wanreel-packaging-"));
  const tarball = pack(base);
  const api = await openApi();
  return {
    base,
    tarball,
    /** Tries one; answers its rows: { what, version, error? }, and its folder is gone unless it is kept. */
    async try({ name, from, packages, run }, { onRow = () => {} } = {}) {
      const rows = [];
      const place = new Place(name, join(base, name), api);
      mkdirSync(place.folder);
      const add = (row) => {
        rows.push(row);
        onRow(row);
      };
      try {
        await place.prepare(from, packages, tarball.path);
        for await (const row of run(place)) add(judged(row));
      } catch (error) {
        add({ what: name, error });
      }
      if (!keep) rmSync(place.folder, { recursive: true, force: true, maxRetries: 5 });
      return rows;
    },
    async close() {
      await api.close();
      if (!keep) rmSync(base, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function judged({ answer, checked, ...row }) {
  try {
    if (checked === undefined) assert.deepEqual(answer, ANSWER);
    else assert.equal(checked, true, "its own tests did not all run and pass");
    return row;
  } catch (error) {
    return { ...row, error };
  }
}
