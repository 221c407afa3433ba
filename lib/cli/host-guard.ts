import type { ServerResponse } from "node:http";

/**
 * Names under which the console answers. A request with another Host header is refused: otherwise a web
 * page could reach the console by pointing a name of its own at this machine (DNS rebinding).
 */
export function allowedHosts(host: string): ReadonlySet<string> {
  return new Set(["localhost", "127.0.0.1", "[::1]", host.includes(":") ? `[${host}]` : host]);
}

/** Whether a name or address to listen on is reached from this machine only. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Whether a Host header names one of the hosts, on any port. */
export function isAllowedHost(header: string | undefined, hosts: ReadonlySet<string>): boolean {
  if (header === undefined) return false;
  return hosts.has(header.replace(/:\d+$/, "").toLowerCase());
}

export function refuseHost(response: ServerResponse): void {
  response.writeHead(421, { connection: "close" });
  response.end();
}
