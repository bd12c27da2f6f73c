/** What runs jobs and shows them, the client with it: not needed before there is one. */
import { later } from "../ui/later.js";

export const work = later(() => import("./at-work.js"));
