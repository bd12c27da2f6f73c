/** `wanreel models`: what models there are, what they take and cost. */
import type { Command } from "commander";
import { models as catalogue, modelHint } from "../../api/catalog.js";
import type { FieldInfo, ModelInfo, PriceTableName } from "../../types/results.js";
import { compare, type Difference } from "../catalogue-check.js";
import { command, type Exit, printJson } from "../command.js";
import { EXIT } from "../exit-code.js";
import { pricesFlag } from "../flags.js";
import { readJson } from "../input.js";
import { dollars, table } from "../terminal.js";
import { UsageError } from "../usage-error.js";

export function models(exit: Exit): Command {
  return command("models", {
    description: "list the models, or what one of them takes",
    examples: [
      ["models", "all, with their prices"],
      ["models wan2.7-image-to-video", "its fields and limits"],
      [
        "models --check openapi.json",
        "what a published OpenAPI file or price list says otherwise; exit 1 where it does",
      ],
    ],
  })
    .argument("[model]", "The model's id")
    .option("--check <FILE...>", "Compare the catalogue with published OpenAPI files or price lists (- for stdin)")
    .addOption(pricesFlag())
    .action(async (id: string | undefined, { json = false, check, prices }: Given) => {
      if (check) return exit(await checkAll(check, prices, json));
      const all = catalogue();
      const one = all.find((model) => model.id === id);
      if (id !== undefined && !one) throw new UsageError(`there is no model "${id}"; ${modelHint(id)}`);
      if (json) printJson(one ?? all);
      else console.log(one ? details(one) : table(all.map(row)));
      exit(EXIT.done);
    });
}

interface Given {
  json?: boolean;
  check?: string[];
  prices?: PriceTableName;
}

async function checkAll(sources: string[], prices: PriceTableName | undefined, json: boolean): Promise<number> {
  const differences: Difference[] = [];
  for (const source of sources) differences.push(...compare((await readJson(source)).value, source, prices));
  if (json) printJson({ differences });
  else if (differences.length === 0) console.log("no difference");
  else console.log(table(differences.map(differenceRow)));
  return differences.length === 0 ? EXIT.done : EXIT.failed;
}

function differenceRow({ model, field = "", what, catalogue, published }: Difference): string[] {
  const text = (value: unknown) => (value === undefined ? "nothing" : JSON.stringify(value));
  const values = catalogue === undefined && published === undefined ? "" : `${text(catalogue)} → ${text(published)}`;
  return [model, field, what, values];
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
