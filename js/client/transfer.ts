/** Files in and out: what a client loads with the first of them. */
export { archive, checkSink } from "./archive.js";
export { prepare } from "./download.js";
export { transferModule } from "./transfer-wasm.js";
export { upload, uploadInput } from "./upload.js";
