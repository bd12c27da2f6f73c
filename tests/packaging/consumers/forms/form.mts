import { standardSchemaResolver } from "@hookform/resolvers/standard-schema";
import { useForm } from "react-hook-form";
import { schema } from "wanreel";

const request = schema("wan2.7-text-to-video");
const resolver = standardSchemaResolver(request);

/** Types only: a hook runs in a component. */
export function useRequest() {
  const { register } = useForm({ resolver, defaultValues: { model: "wan2.7-text-to-video" } });
  register("prompt");
  // @ts-expect-error: no such field; without the specification's types this would not be seen
  register("promt");
}

const options = { fields: {}, shouldUseNativeValidation: false };
const values = { model: "wan2.7-text-to-video", prompt: "a lake", duration: 99 } as const;
const { errors } = await resolver(values, undefined, options);
console.log(JSON.stringify(Object.keys(errors)));
