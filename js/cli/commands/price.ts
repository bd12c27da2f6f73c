/** `wanreel price`: what a request costs. */
import type { Command } from "commander";
import type { PriceTableName } from "../../types/results.js";
import { command, type Exit, printJson } from "../command.js";
import { EXIT } from "../exit-code.js";
import { pricesFlag } from "../flags.js";
import { prepare, priceOf, readRequest } from "../prepare.js";
import { requestFlags } from "../request-flags.js";
import { dollars } from "../terminal.js";

interface Given {
  json?: boolean;
  prices?: PriceTableName;
}

export function price(exit: Exit): Command {
  const made = command("price", {
    description: "say what a request costs when it succeeds; nothing is sent. Failed tasks are not billed",
    examples: [
      ['price "A lighthouse at dusk" --duration 10 --quality 1080p', "of a prompt"],
      ["price request.json --prices list-2026-10", "by another price list"],
    ],
  })
    .argument("<request.json|prompt|->", "A request, in a file or from stdin; or a prompt")
    .addOption(pricesFlag());
  for (const flag of requestFlags()) made.addOption(flag);
  return made.action(async (source: string, options: Given) => exit(await run(source, options)));
}

async function run(source: string, options: Given): Promise<number> {
  const { request, folder } = await readRequest(source, options);
  const cost = priceOf(await prepare(request, folder), options.prices);
  if (options.json) printJson(cost);
  else {
    const { exact, range, billedSeconds, microUsdPerSecond, inputSeconds, prices } = cost;
    const most = dollars(range.maxMicroUsd);
    const input = inputSeconds > 0 ? `, ${inputSeconds} of them input` : "";
    console.log(exact ? most : `${dollars(range.minMicroUsd)} to ${most}`);
    console.log(`${billedSeconds} s${input}, at ${dollars(microUsdPerSecond)} a second (${prices})`);
  }
  return EXIT.done;
}
