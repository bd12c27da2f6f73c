/** What runs jobs and shows them, the client with it: not needed before there is one. */
import { later } from "../ui/later.js";

export const work = later(async () => {
  const [{ TakeView }, { TakeList }] = await Promise.all([import("./take-view.js"), import("./take-list.js")]);
  return { TakeView, TakeList };
});
