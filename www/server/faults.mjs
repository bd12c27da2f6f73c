// What can be made to go wrong from the page, and how often it still will.

/**
 * `rule` is the simulator's; `seconds` ends it by the clock, from the first request it strikes, instead of by `rule.times`.
 * `ends`: no job survives it.
 */
const FAULTS = {
  drop: { label: "Drop the next poll", rule: { on: "poll", do: "drop_before", times: 1 } },
  error: { label: "Answer 500 to the next two polls", rule: { on: "poll", status: 500, times: 2 } },
  html: { label: "Answer the next poll with an HTML page", rule: { on: "poll", do: "html", times: 1 } },
  slow: { label: "Take 4 s for the next poll", rule: { on: "poll", delayMs: 4000, times: 1 } },
  // Polls only: over HTTP a submit whose connection breaks may have arrived, and that is the fault "lost".
  offline: {
    label: "Go offline for 10 s, from the next poll on",
    rule: { on: "poll", do: "drop_before" },
    seconds: 10,
  },
  busy: { label: "Turn the next submit away: 429, 3 s", rule: { on: "submit", status: 429, retryAfter: 3, times: 1 } },
  // A gateway that times out, not a dropped connection: Chromium by itself sends a request again when a connection
  // it has used before is closed without an answer, a POST too.
  lost: {
    label: "Accept the next submit, lose the answer",
    rule: { on: "submit", status: 504, accepted: true, body: "html", times: 1 },
    ends: true,
  },
  quota: { label: "Run out of credits: 402", rule: { on: "submit", status: 402, times: 1 }, ends: true },
  policy: {
    label: "Fail the next task: content policy",
    rule: { on: "submit", do: "fail", code: "content_policy_violation", times: 1 },
    ends: true,
  },
};

const faultOf = (name, { rule, seconds }) => ({ name, rule, seconds, left: rule.times ?? Number.POSITIVE_INFINITY });

/** Whether a request of that kind is struck by a rule. */
const strikes = (rule, kind) => rule.on === undefined || [rule.on].flat().includes(kind);

/** `apply` is given the simulator's rules whenever they change, `changed` what the page shows. */
export function createFaults(apply, changed) {
  let armed = [];
  const timers = new Set();
  const list = () =>
    Object.entries(FAULTS).map(([name, { label, ends = false }]) => ({
      name,
      label,
      ends,
      armed: armed.some((fault) => fault.name === name),
    }));
  const rules = () => armed.map(({ rule, left }) => ({ ...rule, ...(Number.isFinite(left) ? { times: left } : {}) }));
  const remove = (fault) => {
    armed = armed.filter((other) => other !== fault);
    apply(rules());
    changed(list());
  };
  /** Ends a fault by the clock, once. */
  function expire(fault) {
    const timer = setTimeout(() => {
      timers.delete(timer);
      if (armed.includes(fault)) remove(fault);
    }, fault.seconds * 1000);
    timers.add(timer);
    fault.seconds = undefined;
  }
  return {
    list,
    rules,
    /** Arms the fault of that name, or a `rule` of the simulator's; without either, disarms all. Throws where the rule is none. */
    arm(name, rule) {
      const before = armed;
      if (rule !== undefined) armed = [...armed, faultOf(undefined, { rule: { ...rule } })];
      else if (name === undefined) armed = [];
      else if (!Object.hasOwn(FAULTS, name)) return false;
      else if (!armed.some((fault) => fault.name === name)) armed = [...armed, faultOf(name, FAULTS[name])];
      try {
        apply(rules());
      } catch (error) {
        armed = before;
        throw error;
      }
      changed(list());
      return true;
    },
    /** Told of each request that was struck; the simulator lets the first rule that matches strike. */
    struck(kind) {
      const fault = armed.find(({ rule }) => strikes(rule, kind));
      if (!fault) return;
      if (fault.seconds) expire(fault);
      fault.left -= 1;
      if (fault.left <= 0) remove(fault);
    },
    close() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
