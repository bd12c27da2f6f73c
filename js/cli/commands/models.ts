/** `wanreel models`: what models there are, what they take and cost. */
import type { Command } from "commander";
import { models as catalogue, modelHint } from "../../api/catalog.js";
import type { FieldInfo, ModelInfo } from "../../types/results.js";
import { command, type Exit, printJson } from "../command.js";
import { EXIT } from "../exit-code.js";
import { dollars, table } from "../terminal.js";
import { UsageError } from "../usage-error.js";

export function models(exit: Exit): Command {
  return command("models", {
    description: "list the models, or what one of them takes",
    examples: [
      ["models", "all, with their prices"],
      ["models wan2.7-image-to-video", "its fields and limits"],
    ],
  })
    .argument("[model]", "The model's id")
    .action(async (id: string | undefined, { json }: { json?: boolean }) => {
      const all = catalogue();
      const one = all.find((model) => model.id === id);
      if (id !== undefined && !one) throw new UsageError(`there is no model "${id}"; ${modelHint(id)}`);
      if (json) printJson(one ?? all);
      else console.log(one ? details(one) : table(all.map(row)));
      exit(EXIT.done);
    });
}

function row({ id, microUsdPerSecond, billsInput }: ModelInfo): string[] {
  const rates = Object.entries(microUsdPerSecond).map(([quality, rate]) => `${quality} ${dollars(rate)}/s`);
  return [id, rates.join("  "), billsInput ? "input billed too" : ""];
}

function details(model: ModelInfo): string {
  return [row(model).join("  ").trimEnd(), "", table(fields(model.fields, ""))].join("\n");
}

function fields(list: readonly FieldInfo[], under: string): string[][] {
  return list.flatMap((field) => {
    const { name, type, required, default: standard, values, min, max, zero, maxLength, media, maxItems } = field;
    const facts = [
      required && "required",
      values?.join(", "),
      min !== undefined && max !== undefined && `${zero ? "0 or " : ""}${min} to ${max}`,
      maxLength !== undefined && `up to ${maxLength} characters`,
      maxItems !== undefined && `up to ${maxItems}`,
      media && `${media.kind}: ${media.formats.join(", ")}`,
      standard !== undefined && `default ${standard}`,
    ];
    const own = [`${under}${name}`, type, facts.filter((fact) => fact).join("; ")];
    return [own, ...fields(field.fields ?? [], `${under}${name}.`)];
  });
}
