/** Short or free text, with its length in code points, as the API counts. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { useWords } from "../language/language.js";
import { describedBy, Field } from "./field.js";
import { isError } from "./findings.js";
import { useForm } from "./form-context.js";
import type { Leaf } from "./leaves.js";

/** From this share of the limit on the counter is shown as a warning. */
const NEAR = 0.9;

/** `after`: what stands below, beside the prompt's own. */
export function TextField({ leaf, after }: { leaf: Leaf; after?: ComponentChildren }) {
  const { info, path } = leaf;
  const id = useId();
  const words = useWords();
  const form = useForm();
  const text = (form.values[path] as string | undefined) ?? "";
  const { maxLength = 0 } = info;
  const length = [...text].length;
  const counts = info.type === "text" && maxLength > 0;
  const look = !counts ? "" : length > maxLength ? "near over" : length > maxLength * NEAR ? "near" : "";
  const common = {
    id,
    value: text,
    "aria-describedby": describedBy(leaf, words),
    "aria-invalid": form.issuesAt(path).some(isError),
    "aria-required": info.required || undefined,
    onInput: (event: { currentTarget: { value: string } }) => form.set(path, event.currentTarget.value),
  };
  return (
    <Field leaf={leaf} inputId={id} aside={counts ? `${length} / ${maxLength}` : ""} asideLook={look} after={after}>
      {info.type === "callbackUrl" ? (
        <input {...common} type="url" inputMode="url" autocomplete="off" spellcheck={false} placeholder="https://" />
      ) : (
        <textarea {...common} rows={info.required ? 5 : 2} spellcheck />
      )}
    </Field>
  );
}
