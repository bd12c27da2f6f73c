import { WanProvider } from "wanreel/react";
import { Film } from "../film";

// Rendered at each request.
export default async function Page({ params }: { params: Promise<{ name: string }> }) {
  const { name } = await params;
  return (
    <WanProvider options={{ baseUrl: "/api/wan", poll: { initialMs: 20, maxMs: 200 } }}>
      <Film title={name} />
    </WanProvider>
  );
}
