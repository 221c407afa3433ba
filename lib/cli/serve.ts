import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import next from "next";
import { openForReading } from "@/db/store";
import type { ConsoleRuntime } from "@/lib/services/store/console-runtime";
import { installServiceContext } from "@/lib/services/runtime";
import { storePath } from "@/lib/services/store/data-folder";
import { ImportTracker } from "@/lib/services/store/import-tracker";
import { limits } from "@/lib/services/store/limits";
import { WriterClient } from "@/lib/services/store/writer-client";
import { allowedHosts, isAllowedHost, refuseHost } from "./host-guard";
import { loadDemoInto } from "./demo";
import { projectFolder } from "./project-folder";

export interface ServeOptions {
  readonly data: string;
  readonly host: string;
  readonly port: number;
  readonly dev: boolean;
  /** Load the demo recording when the store is empty. */
  readonly demo: boolean;
}

/** Runs the console until it is told to stop. Resolves when it has answered everything and closed the store. */
export async function serve(options: ServeOptions): Promise<void> {
  process.env["NEXT_TELEMETRY_DISABLED"] = "1";
  const folder = resolve(options.data);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const writer = await WriterClient.start(new URL("./writer-thread.mjs", import.meta.url), {
    folder,
    migrations: resolve(projectFolder, "drizzle"),
    what: "grillo serve",
  });
  const store = openForReading(storePath(folder));
  const now = (): number => Date.now();
  const runtime: ConsoleRuntime = {
    store,
    writer,
    imports: new ImportTracker(writer),
    folder,
    started_at_ms: now(),
    now,
  };
  installServiceContext(runtime);

  const app = next({ dev: options.dev, dir: projectFolder, hostname: options.host, port: options.port });
  await app.prepare();
  const server = await listen(app.getRequestHandler(), options);
  const url = addressOf(server, options.host);
  await writer.publish(url);
  if (options.demo) await loadDemoInto(store, writer, now());
  process.stdout.write(`ready ${url}\n`);

  await stopSignal();
  await closeServer(server);
  await app.close();
  store.sqlite.close();
  await writer.close();
}

type NextHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

function listen(handle: NextHandler, { host, port }: ServeOptions): Promise<Server> {
  const hosts = allowedHosts(host);
  const server = createServer((request, response) => {
    if (!isAllowedHost(request.headers.host, hosts)) {
      refuseHost(response);
      return;
    }
    handle(request, response).catch((error: unknown) => {
      process.stderr.write(`request ${request.method ?? ""} ${request.url ?? ""} failed: ${String(error)}\n`);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.headersTimeout = limits.headers_timeout_ms;
  server.requestTimeout = limits.request_timeout_ms;
  server.maxConnections = limits.connections;
  return new Promise((done, fail) => {
    server.once("error", fail);
    server.listen(port, host, () => {
      done(server);
    });
  });
}

function addressOf(server: Server, host: string): string {
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}

/** Lets requests under way finish for a while, then cuts the rest (live tails never end by themselves). */
function closeServer(server: Server): Promise<void> {
  const graceMs = 3_000;
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), graceMs).unref();
  });
}
