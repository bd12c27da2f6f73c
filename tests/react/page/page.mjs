// Runs in the page: what the tests call by name.
import * as React from "react";
import { keep } from "./reload.mjs";
import { tests } from "./tests.mjs";

globalThis.IS_REACT_ACT_ENVIRONMENT = true;
globalThis.react = React.version;
Object.assign(globalThis, keep);
globalThis.play = async (name) => {
  try {
    await tests[name]();
    return undefined;
  } catch (error) {
    return String(error?.stack ?? error);
  }
};
globalThis.tests = tests;
