/** Files of this machine in a request: a path may stand wherever a URL does. */
import { openAsBlob } from "node:fs";
import { stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { models } from "../api/catalog.js";
import type { FieldInfo } from "../types/results.js";

/** By the path in the request: where a file was looked for in vain. */
export type Missing = Map<string, string>;

/** A copy of the request with a File in place of each path that names one; what names none stays, for validation. */
export async function withFiles(request: unknown, folder: string): Promise<{ request: unknown; missing: Missing }> {
  const missing: Missing = new Map();
  const open = async (value: unknown, path: string): Promise<unknown> => {
    const place = typeof value === "string" ? placeOf(value, folder) : undefined;
    if (place === undefined) return value;
    const found = await stat(place).catch(() => undefined);
    if (found?.isFile()) return new File([await openAsBlob(place)], basename(place));
    missing.set(path, place);
    return value;
  };
  const fields = models().find(({ id }) => id === Object(request).model)?.fields ?? [];
  return { request: await copy(request, fields, "", open), missing };
}

/** Where a path leads; nothing where it is an address, or no path at all. */
function placeOf(text: string, folder: string): string | undefined {
  if (/^file:/i.test(text)) {
    try {
      return fileURLToPath(text);
    } catch {
      return undefined;
    }
  }
  // A scheme of one letter is a drive of Windows.
  return text.trim() === "" || /^[a-z][a-z\d+.-]+:/i.test(text) ? undefined : resolve(folder, text);
}

type Open = (value: unknown, path: string) => Promise<unknown>;

async function copy(holder: unknown, fields: readonly FieldInfo[], under: string, open: Open): Promise<unknown> {
  if (typeof holder !== "object" || holder === null || Array.isArray(holder)) return holder;
  const out: Record<string, unknown> = { ...holder };
  for (const field of fields) {
    const value = out[field.name];
    if (value === undefined || value === null) continue;
    const path = `${under}${field.name}`;
    if (field.type === "media") out[field.name] = await open(value, path);
    else if (field.type === "object") out[field.name] = await copy(value, field.fields ?? [], `${path}.`, open);
    else if (field.type === "mediaList" && Array.isArray(value)) {
      out[field.name] = await Promise.all(value.map((item, index) => open(item, `${path}.${index}`)));
    } else if (field.type === "voiceBindings" && typeof value === "object") {
      const bound = Object.entries(value).map(async ([key, item]) => [key, await open(item, `${path}.${key}`)]);
      out[field.name] = Object.fromEntries(await Promise.all(bound));
    }
  }
  return out;
}
