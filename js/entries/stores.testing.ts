/** Tests for stores; they need nothing but the store. */
export * from "../stores/testing.js";
