/** The client that components share. */
import { createContext, createElement, type ReactNode, useContext, useState } from "react";
import { WanClient } from "../index.js";
import type { ClientOptions } from "../types/client.js";

const Shared = createContext<WanClient | undefined>(undefined);

/** A client, or the options of one; a server component can hand on options alone. */
export type WanProviderProps =
  | { client: WanClient; options?: undefined; children?: ReactNode }
  | { options: ClientOptions; client?: undefined; children?: ReactNode };

/** One client for all components below. Options are read once. */
export function WanProvider({ client, options, children }: WanProviderProps): ReactNode {
  const [own] = useState(() => client ?? new WanClient(options));
  return createElement(Shared.Provider, { value: client ?? own }, children);
}

let standard: WanClient | undefined;

/** What is given, else the provider's, else one for a proxy at its usual place, shared by the page. */
export function useClient(given: WanClient | undefined): WanClient {
  const shared = useContext(Shared);
  if (given ?? shared) return (given ?? shared) as WanClient;
  standard ??= new WanClient({ baseUrl: "/api/wan" });
  return standard;
}
