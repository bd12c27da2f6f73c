/** What stands around every field: its name, what is allowed, and what is wrong with it. */
import type { Issue } from "wanreel";
import type { ComponentChildren } from "preact";
import { useWords } from "../language/language.js";
import { Findings, isError } from "./findings.js";
import { useForm } from "./form-context.js";
import type { Leaf } from "./leaves.js";
import { limitsOf, nameOf } from "./names.js";
import { modeIn } from "./values.js";
import { needs, oneOf } from "./takes.js";

interface Props {
  leaf: Leaf;
  /** Of the one input inside; where there are several, the name is a legend. */
  inputId?: string;
  /** Beside the name: a counter, a value. */
  aside?: ComponentChildren;
  asideLook?: string;
  look?: string;
  /** Those that are not shown at a row of the field's own. */
  issues?: readonly Issue[];
  children: ComponentChildren;
  after?: ComponentChildren;
}

export const noteId = ({ path }: Leaf) => `${path.replaceAll(".", "-")}-note`;
export const issuesId = ({ path }: Leaf) => `${path.replaceAll(".", "-")}-issues`;

export function Field({ leaf, inputId, aside, asideLook = "", look = "", issues, children, after }: Props) {
  const { info, path } = leaf;
  const words = useWords();
  const form = useForm();
  const all = form.issuesAt(path);
  const name = nameOf(info, words);
  const note = words.notes[info.name] ?? (info.media ? limitsOf(info.media, words) : "");
  const props = {
    class: `field ${look} ${all.some(isError) ? "wrong" : ""}`,
    "data-field": info.name,
    "data-type": info.type,
    onFocusIn: () => form.onEnter(path),
    onFocusOut: () => form.onLeave(path),
  };
  const body = (
    <>
      <div class="head">
        {inputId ? (
          <label for={inputId} id={`${inputId}-name`}>
            {name}
          </label>
        ) : (
          <span aria-hidden="true">{name}</span>
        )}
        <Optional leaf={leaf} />
        <span class={`aside ${asideLook}`}>{aside}</span>
      </div>
      {children}
      <Findings issues={issues ?? all} id={issuesId(leaf)} />
      {note !== "" && (
        <p class="note" id={noteId(leaf)}>
          {note}
        </p>
      )}
      {after}
    </>
  );
  if (inputId) return <div {...props}>{body}</div>;
  return (
    <fieldset {...props}>
      <legend class="visually-hidden">{name}</legend>
      {body}
    </fieldset>
  );
}

/** Where one of several inputs is enough, none of them is simply optional. */
function Optional({ leaf: { info } }: { leaf: Leaf }) {
  const words = useWords();
  const { model, values } = useForm();
  const mode = modeIn(model, values);
  if (info.required || info.default !== undefined || info.name === "generation_mode") return null;
  if (mode !== undefined && needs(model, mode, info)) return null;
  const choice = mode === undefined ? oneOf(model) : [];
  const kinds = choice.map(({ media, name }) => words.kinds[media?.kind as "image"] ?? name);
  return <span class="optional">{choice.includes(info) ? words.atLeastOne(words.or(kinds)) : words.optional}</span>;
}

/** What an input is described by. */
export function describedBy(leaf: Leaf, words: { notes: Record<string, string> }): string {
  const hasNote = leaf.info.media !== undefined || words.notes[leaf.info.name] !== undefined;
  return hasNote ? `${noteId(leaf)} ${issuesId(leaf)}` : issuesId(leaf);
}
