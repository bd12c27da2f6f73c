/** Media in rows, added up to the most. */
import type { Issue, MediaLimits } from "wanreel";
import { useRef } from "preact/hooks";
import { useWords } from "../language/language.js";
import { describedBy, Field } from "../request/field.js";
import { useForm } from "../request/form-context.js";
import type { Leaf } from "../request/leaves.js";
import { itemOf } from "../request/names.js";
import { filled, listOf, type Medium } from "../request/values.js";
import { DropZone } from "./drop-zone.js";
import { MediumRow } from "./medium-row.js";

export function MediaListField({ leaf }: { leaf: Leaf }) {
  const { info, path } = leaf;
  const { maxItems = 1, media } = info;
  const words = useWords();
  const form = useForm();
  const list = useRef<HTMLDivElement>(null);
  const given = listOf(form.values[path]);
  const rows: Medium[] = given.length > 0 ? given : [""];
  const issues = form.issuesAt(path);
  const own = ownIssues(rows, issues);

  const set = (next: Medium[]) => form.set(path, next);
  /** Puts the caret into the last row, once it is drawn. */
  const focusLast = () =>
    setTimeout(() => [...(list.current?.querySelectorAll<HTMLElement>("input, .file-shown") ?? [])].at(-1)?.focus());

  function remove(index: number) {
    set(rows.filter((_, at) => at !== index));
    focusLast();
  }
  function put(files: File[]) {
    set([...filled(rows), ...files].slice(0, maxItems));
  }
  return (
    <Field leaf={leaf} issues={issues.filter((issue) => !own.some((mine) => mine.includes(issue)))}>
      <DropZone onFiles={put}>
        <div class="rows" ref={list}>
          {rows.map((value, index) => (
            <MediumRow
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place; what stands in it comes from the form
              key={index}
              name={itemOf(info, index, words)}
              ordinal={maxItems > 1 ? String(index + 1) : ""}
              limits={media as MediaLimits}
              value={value}
              describedBy={describedBy(leaf, words)}
              issues={own[index] ?? []}
              onChange={(next) => set(rows.map((row, at) => (at === index ? next : row)))}
              onRemove={rows.length === 1 && value === "" ? undefined : () => remove(index)}
            />
          ))}
        </div>
        {rows.length < maxItems && (
          <button
            type="button"
            class="quiet add"
            onClick={() => {
              set([...rows, ""]);
              focusLast();
            }}
          >
            {words.add(words.kinds[media?.kind ?? "image"])}
          </button>
        )}
      </DropZone>
    </Field>
  );
}

/** By row. Rows left blank are not in the request, so an issue's index counts only the others. */
function ownIssues(rows: Medium[], issues: readonly Issue[]): Issue[][] {
  let place = 0;
  return rows.map((value) => {
    if (typeof value === "string" && value.trim() === "") return [];
    const at = place++;
    return issues.filter(({ path }) => path.length > 1 && path[1] === at);
  });
}
