// A page with a form of react-hook-form's, its rules taken from schema().
import { standardSchemaResolver } from "@hookform/resolvers/standard-schema";
import { createElement as h } from "react";
import { createRoot } from "react-dom/client";
import { useForm } from "react-hook-form";
import { schema } from "wanreel";

/** An empty box is a field left out. */
const setValueAs = (text) => (text === "" ? undefined : text);
const number = { setValueAs: (text) => (text === "" ? undefined : Number(text)) };

function Form() {
  const { register, handleSubmit, formState } = useForm({
    resolver: standardSchemaResolver(schema("wan2.7-image-to-video")),
    defaultValues: { model: "wan2.7-image-to-video" },
  });
  const { errors } = formState;
  const field = (name, options, error) =>
    h(
      "p",
      { key: name },
      h("input", { id: name, ...register(name, options) }),
      error && h("em", { id: `${name}-error` }, error.message),
    );
  return h(
    "form",
    { onSubmit: handleSubmit((request) => window.submitted.push(request)) },
    field("prompt", { setValueAs }, errors.prompt),
    field("image_start", { setValueAs }, errors.image_start),
    field("audio_urls.0", { setValueAs }, errors.audio_urls?.[0]),
    field("duration", number, errors.duration),
    h("button", { type: "submit" }, "Make it"),
  );
}

window.submitted = [];
createRoot(document.querySelector("main")).render(h(Form));
