// The rows of the faults table that a call of generateVideo can meet: one call, in Node, with nothing of the client's own.
import { table } from "../../faults/table.mjs";

const OWN = ["phases", "store", "records", "storeFails", "options", "ownFetch", "calls", "keepAlive"];
/** What other engines call a broken connection is never heard in Node. */
const inNode = ({ name, wording, engines = ["node"] }) =>
  engines.includes("node") && (!wording || name.includes("of Node:"));
/** A client can be freed, and a key asked for, where there is a client. */
const everywhere = ({ do: act, at }) => ["jump", "abort"].includes(act) && ["idle", "stalled", "request"].includes(at);

export const rows = table.filter(
  (row) => OWN.every((name) => row[name] === undefined) && inNode(row) && (row.when ?? []).every(everywhere),
);
