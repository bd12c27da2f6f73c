/** The counters that one process has for itself: the class is only loaded by who counts with it. */
export const inProcess = /* @__PURE__ */ new WeakSet<object>();
