/** The form of one model, drawn from what models() says of it. */
import { useEffect, useState } from "preact/hooks";
import { useWords } from "../language/language.js";
import { MediaListField } from "../media/media-list-field.js";
import { MediumField } from "../media/medium-field.js";
import { PromptField } from "../prompt/prompt-field.js";
import { VoicesField } from "../prompt/voices-field.js";
import { ChoiceField } from "./choice-field.js";
import { isError } from "./findings.js";
import { useForm } from "./form-context.js";
import { IntegerField } from "./integer-field.js";
import { type Leaf, leavesOf, type Room, roomOf } from "./leaves.js";
import { SwitchField } from "./switch-field.js";
import { TextField } from "./text-field.js";
import { isShown } from "./values.js";

const FIELDS = {
  text: TextField,
  callbackUrl: TextField,
  choice: ChoiceField,
  integer: IntegerField,
  boolean: SwitchField,
  media: MediumField,
  mediaList: MediaListField,
  voiceBindings: VoicesField,
};

function FieldOf({ leaf }: { leaf: Leaf }) {
  if (leaf.path === "prompt") return <PromptField leaf={leaf} />;
  const Shown = FIELDS[leaf.info.type as keyof typeof FIELDS];
  return Shown ? <Shown leaf={leaf} /> : null;
}

export function ModelForm() {
  const words = useWords();
  const form = useForm();
  const { model, values } = form;
  const leaves = leavesOf(model.fields);
  const [open, setOpen] = useState(false);
  const wrongInside = leaves.some(
    (leaf) => roomOf(leaf, leaves) === "more" && form.issuesAt(leaf.path).some(isError),
  );
  useEffect(() => {
    if (wrongInside) setOpen(true);
  }, [wrongInside]);

  const fields = (room: Room) =>
    leaves
      .filter((leaf) => roomOf(leaf, leaves) === room)
      .map((leaf) => (
        <div key={leaf.path} hidden={!isShown(model, values, leaf)}>
          <FieldOf leaf={leaf} />
        </div>
      ));
  return (
    <div class="model-form">
      <div>{fields("first")}</div>
      <div class="look">{fields("look")}</div>
      <details class="more" open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>{words.advanced}</summary>
        <div>{fields("more")}</div>
      </details>
    </div>
  );
}
