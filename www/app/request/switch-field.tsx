/** true or false. */
import { useId } from "preact/hooks";
import { useWords } from "../language/language.js";
import { describedBy, Field } from "./field.js";
import { useForm } from "./form-context.js";
import type { Leaf } from "./leaves.js";

export function SwitchField({ leaf }: { leaf: Leaf }) {
  const { info, path } = leaf;
  const id = useId();
  const words = useWords();
  const form = useForm();
  return (
    <Field leaf={leaf} inputId={id} look="switch">
      <input
        id={id}
        type="checkbox"
        role="switch"
        checked={(form.values[path] ?? info.default) === true}
        aria-describedby={describedBy(leaf, words)}
        onChange={(event) => form.set(path, event.currentTarget.checked)}
      />
    </Field>
  );
}
