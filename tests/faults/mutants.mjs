// Small wrongs done to the client, each of which must turn a row red: { name, file, find, replace, red }. `find`
// stands exactly once in the file; `red` names rows of the table; `also` is a second change, or several.

import { carrying } from "./mutants/carrying.mjs";
import { decisions } from "./mutants/decisions.mjs";
import { scripts } from "./mutants/scripts.mjs";

export const mutants = [...decisions, ...carrying, ...scripts];
