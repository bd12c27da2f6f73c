/** What a client loads where it counts: under a budget, or in limits that it shares with others. */
export { learnLengths } from "./lengths.js";
export { closeOpen, findOpen } from "./open-reservations.js";
export { Spending } from "./spending.js";
