import { WanProvider } from "wanreel/react";
import { Film } from "./film";

// A server component, rendered while it is built: it hands on options, of which the client is made in the page.
export default function Page() {
  return (
    <WanProvider options={{ baseUrl: "/api/wan", poll: { initialMs: 20, maxMs: 200 } }}>
      <Film title="Film" />
    </WanProvider>
  );
}
