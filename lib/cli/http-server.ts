import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { limits } from "@/lib/services/store/limits";
import { ConnectionWatch, type ConnectionRules } from "./connection-watch";
import { allowedHosts, isAllowedHost, refuseHost } from "./host-guard";

/** Answers one request. A rejection is answered with 500 and told on stderr. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Where to listen, and the limits that differ from the console's own. */
export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly headers_timeout_ms?: number;
  readonly request_timeout_ms?: number;
  readonly rules?: ConnectionRules;
}

/**
 * Listens with the limits of the console: how long headers and a request may take, how slow a sender or reader may be,
 * how many connections there may be, under which names it answers. Node's own limits are too generous for a server that strangers reach.
 */
export function listen(handle: RequestHandler, options: ListenOptions): Promise<Server> {
  const { host, port, headers_timeout_ms, request_timeout_ms, rules = limits } = options;
  const hosts = allowedHosts(host);
  const headersTimeout = headers_timeout_ms ?? limits.headers_timeout_ms;
  // Node looks for late requests only this often, and so do we for idle connections.
  const checkInterval = Math.min(headersTimeout, rules.body_window_ms, rules.stalled_after_ms) / 4;
  const watch = new ConnectionWatch(rules);
  const server = createServer(
    {
      headersTimeout,
      requestTimeout: request_timeout_ms ?? limits.request_timeout_ms,
      connectionsCheckingInterval: checkInterval,
    },
    (request, response) => {
      if (!isAllowedHost(request.headers.host, hosts)) {
        refuseHost(response);
        return;
      }
      watch.addRequest(request, response);
      handle(request, response).catch((error: unknown) => {
        process.stderr.write(
          `request ${request.method ?? ""} ${request.url ?? ""} failed: ${String(error)}\n`,
        );
        if (!response.headersSent) response.writeHead(500);
        response.end();
      });
    },
  );
  server.maxConnections = limits.connections;
  server.on("connection", (socket) => {
    watch.addConnection(socket);
  });
  const checking = setInterval(() => {
    watch.check();
  }, checkInterval);
  server.once("close", () => {
    clearInterval(checking);
  });
  return new Promise((done, fail) => {
    server.once("error", fail);
    server.listen(port, host, () => {
      done(server);
    });
  });
}

/** Address under which a server answers. */
export function addressOf(server: Server, host: string): string {
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** Lets requests under way finish for a while, then cuts the rest (live tails never end by themselves). */
export function closeServer(server: Server): Promise<void> {
  const graceMs = 3_000;
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeIdleConnections();
    setTimeout(() => {
      server.closeAllConnections();
    }, graceMs).unref();
  });
}
