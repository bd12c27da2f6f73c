"use client";

import { useEffect, useState } from "react";
import { estimateCost, validate, WanClient } from "wanreel";
import { report } from "../../report.mjs";

// Where people make a client: once for the file, or once for the component. Next runs both on the server too, where it
// renders this page while it builds, and there is no page there that "/api/wan" could be relative to.
const OPTIONS = { baseUrl: "/api/wan", poll: { initialMs: 20, maxMs: 200 } };
const shared = new WanClient(OPTIONS);

export default function Page() {
  const [own] = useState(() => new WanClient(OPTIONS));
  useEffect(() => {
    const query = new URL(location.href).searchParams;
    const client = query.get("how") === "state" ? own : shared;
    // The program makes a client itself: it is given this one.
    class Made {
      constructor() {
        // biome-ignore lint/correctness/noConstructorReturn: the point
        return client;
      }
    }
    report({ estimateCost, validate, WanClient: Made }, query.get("api"));
  }, [own]);
  return <p>Studio</p>;
}
