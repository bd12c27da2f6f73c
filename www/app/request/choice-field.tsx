/** One of a closed list; where there is no default, "auto" leaves it out. */
import { useWords } from "../language/language.js";
import { Segments } from "../ui/segments.js";
import { describedBy, Field } from "./field.js";
import { useForm } from "./form-context.js";
import { type Leaf, MODE_FIELD } from "./leaves.js";
import { choiceName } from "./names.js";
import { modeIn } from "./values.js";

const AUTO = "";

export function ChoiceField({ leaf }: { leaf: Leaf }) {
  const { info, path } = leaf;
  const words = useWords();
  const form = useForm();
  // The mode decides which inputs there are, so one is always chosen.
  const standard = path === MODE_FIELD ? modeIn(form.model, form.values) : info.default;
  const choices = (info.values ?? []).map((value) => ({ value, label: choiceName(value, words) }));
  const all = standard === undefined ? [{ value: AUTO, label: words.auto }, ...choices] : choices;
  return (
    <Field leaf={leaf}>
      <Segments
        choices={all}
        value={String(form.values[path] ?? standard ?? AUTO)}
        describedBy={describedBy(leaf, words)}
        onChange={(value) => form.set(path, value === AUTO ? undefined : value)}
      />
    </Field>
  );
}
