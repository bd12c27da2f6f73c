/** The simulator's WebAssembly module, compiled and linked at the first use. */
import * as glue from "../../pkg/simulator/simulator_bg.js";

export type Machine = glue.Machine;

let source: (() => WebAssembly.Module) | undefined;
let linked = false;

/** Tells where the module comes from; each entry does so once. */
export function setSource(load: () => WebAssembly.Module): void {
  source = load;
}

/** A machine with these options, as JSON. Throws a sentence where one is wrong. */
export function createMachine(options: string): Machine {
  link();
  return new glue.Machine(options);
}

function link(): void {
  if (linked) return;
  if (!source) throw new Error("wanreel/simulator: no entry gave the WebAssembly module");
  const imports = { "./simulator_bg.js": glue as unknown as WebAssembly.ModuleImports };
  const { exports } = new WebAssembly.Instance(source(), imports);
  glue.__wbg_set_wasm(exports);
  (exports as { __wbindgen_start?: () => void }).__wbindgen_start?.();
  linked = true;
}
