/** `wanreel schema`: the requests as JSON Schema, for other languages. */
import type { Command } from "commander";
import { jsonSchema, models } from "../../api/catalog.js";
import type { ModelId } from "../../types/request.js";
import { command, type Exit, printJson } from "../command.js";
import { EXIT } from "../exit-code.js";

export function schema(exit: Exit): Command {
  return command("schema", {
    description: "print JSON Schema (2020-12) of one model's requests, or of all",
    examples: [
      ["schema > wan.json", "all models, told apart by `model`"],
      ["schema wan2.7-text-to-video", "one model"],
      ["schema wan2.7-image-to-video --tool", "as tools of language models take it"],
    ],
  })
    .argument("[model]", "The model's id")
    .option("--tool", "A plain object at the top, without rules between fields")
    .action((model: string | undefined, { tool = false }: { tool?: boolean }) => {
      printJson(model === undefined ? all(tool) : jsonSchema(model as ModelId, { tool }));
      exit(EXIT.done);
    });
}

function all(tool: boolean): object {
  const ids = models().map(({ id }) => id);
  const $defs = Object.fromEntries(
    ids.map((id) => {
      const { $schema: _, ...rest } = jsonSchema(id, { tool }) as Record<string, unknown>;
      return [id, rest];
    }),
  );
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Requests of the Wan video API",
    oneOf: ids.map((id) => ({ $ref: `#/$defs/${id}` })),
    $defs,
  };
}
