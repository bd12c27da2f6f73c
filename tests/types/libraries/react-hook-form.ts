// react-hook-form types the fields, and what is submitted, by schema().
import { standardSchemaResolver } from "@hookform/resolvers/standard-schema";
import { useForm } from "react-hook-form";
import { type ReferenceVideoRequest, schema } from "wanreel";

export function useRequest(submit: (request: ReferenceVideoRequest) => void) {
  const { register, handleSubmit, formState } = useForm({
    resolver: standardSchemaResolver(schema("wan2.7-reference-video")),
    defaultValues: { model: "wan2.7-reference-video" },
  });
  register("prompt");
  register("image_urls.0");
  register("duration", { valueAsNumber: true });
  register("model_params.voice_bindings.image1");
  // @ts-expect-error: no such field
  register("promt");
  // @ts-expect-error: a field of another model
  register("keep_original_sound");
  const message: string | undefined = formState.errors.image_urls?.[0]?.message;
  return { message, onSubmit: handleSubmit((request) => submit(request)) };
}

export function useOther() {
  // @ts-expect-error: a default that no request to this model has
  return useForm({ resolver: standardSchemaResolver(schema("wan2.7-video-edit")), defaultValues: { model: "wan2.5" } });
}
