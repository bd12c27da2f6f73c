/** What is loaded with the first job. */
export { TakeList } from "./take-list.js";
export { TakeView } from "./take-view.js";
