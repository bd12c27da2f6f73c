/** One medium. */
import type { MediaLimits } from "wanreel";
import { useId } from "preact/hooks";
import { useWords } from "../language/language.js";
import { describedBy, Field } from "../request/field.js";
import { isError } from "../request/findings.js";
import { useForm } from "../request/form-context.js";
import type { Leaf } from "../request/leaves.js";
import { nameOf } from "../request/names.js";
import type { Medium } from "../request/values.js";
import { DropZone } from "./drop-zone.js";
import { MediumRow } from "./medium-row.js";

export function MediumField({ leaf }: { leaf: Leaf }) {
  const { info, path } = leaf;
  const id = useId();
  const words = useWords();
  const form = useForm();
  return (
    <Field leaf={leaf} inputId={id}>
      <DropZone onFiles={([file]) => file && form.set(path, file)}>
        <MediumRow
          name={nameOf(info, words)}
          limits={info.media as MediaLimits}
          value={(form.values[path] as Medium | undefined) ?? ""}
          describedBy={describedBy(leaf, words)}
          invalid={form.issuesAt(path).some(isError)}
          inputId={id}
          onChange={(value) => form.set(path, value)}
        />
      </DropZone>
    </Field>
  );
}
