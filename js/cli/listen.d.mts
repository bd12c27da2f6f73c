import type { Server } from "node:http";

export function listen(server: Server, port: number, host: string): Promise<void>;

export function listenFrom(server: Server, options: { port: number; host: string; next: boolean }): Promise<void>;

export function cannotListen(error: NodeJS.ErrnoException, options: { port: number; host: string }): string | undefined;
