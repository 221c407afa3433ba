import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ReadableStream as WebStream } from "node:stream/web";
import { openForReading } from "@/db/store";
import { addressOf, closeServer, listen } from "@/lib/cli/http-server";
import { ingestHeaders } from "@/lib/http/ingest-headers";
import { problemOf, problemResponse } from "@/lib/http/problem-response";
import type { ServerLimits } from "./crash-server";
import { sseResponse } from "@/lib/http/sse";
import { readEnvelopeBytes } from "@/lib/services/events/read-envelope-bytes";
import { receiveIngest } from "@/lib/services/ingest/receive-ingest";
import { EventFeed } from "@/lib/services/live/event-feed";
import { BundleExports } from "@/lib/services/bundle/bundle-exports";
import type { ConsoleRuntime } from "@/lib/services/store/console-runtime";
import { storePath } from "@/lib/services/store/data-folder";
import { ImportTracker } from "@/lib/services/store/import-tracker";
import { withCause } from "@/lib/services/store/portable-error";
import { WriterClient } from "@/lib/services/store/writer-client";
import { getHealth } from "@/lib/services/system/get-health";

/** A queue that a handful of requests fills. */
const queueLimit = 4 * 1024 * 1024;

/**
 * A console without its pages: the same listener, services, writer thread and store, behind as few lines as
 * possible, so that it starts in a moment and can be killed by the hundred.
 */
async function main(folder: string, migrations: string, given: ServerLimits): Promise<void> {
  const script = new URL("./writer-entry.mjs", import.meta.url);
  const data = { folder, migrations, what: "a server under test" };
  const { queue_bytes = queueLimit, ...listenOptions } = given;
  const writer = await WriterClient.start(script, data, queue_bytes);
  const store = openForReading(storePath(folder));
  const now = (): number => Date.now();
  const imports = new ImportTracker(writer);
  // Nobody asks this server for a bundle.
  const exports = new BundleExports(new URL("./export-thread.mjs", import.meta.url), storePath(folder));
  const runtime: ConsoleRuntime = { store, writer, imports, exports, folder, started_at_ms: now(), now };
  const server = await listen((request, response) => answer(runtime, request, response), {
    host: "127.0.0.1",
    port: 0,
    ...listenOptions,
  });
  const url = addressOf(server, "127.0.0.1");
  await writer.publish(url);
  const stopped = new Promise<undefined>((resolve) => {
    process.once("SIGTERM", () => {
      resolve(undefined);
    });
  });
  process.stdout.write(`ready ${url}\n`);
  const failure = await Promise.race([stopped, writer.ended]);
  if (failure !== undefined) throw failure;
  writer.stopTaking();
  await closeServer(server);
  store.sqlite.close();
  await writer.close();
}

async function answer(
  runtime: ConsoleRuntime,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let reply: Response;
  try {
    reply = await replyTo(runtime, request, response);
  } catch (error) {
    reply = problemResponse(problemOf(error, "r"));
  }
  response.writeHead(reply.status, Object.fromEntries(reply.headers));
  if (reply.body === null) response.end();
  // A client that goes away in the middle is no failure of the server.
  else await pipeline(Readable.fromWeb(asNodeStream(reply.body)), response).catch(() => undefined);
}

async function replyTo(
  runtime: ConsoleRuntime,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Response> {
  const url = new URL(request.url ?? "/", "http://localhost");
  switch (url.pathname) {
    case "/ingest": {
      const headers = new Headers(headerPairs(request));
      if (!headers.has("content-type")) headers.set("content-type", "application/x-ndjson");
      const { status, report, is_replayed } = await receiveIngest(runtime, {
        ...ingestHeaders(headers),
        body: bodyOf(request),
        all_results: true,
      });
      return Response.json(report, {
        status,
        headers: is_replayed ? { "Idempotency-Replayed": "true" } : {},
      });
    }
    case "/envelope":
      return new Response(readEnvelopeBytes(runtime, BigInt(url.searchParams.get("ordinal") ?? "0")).bytes);
    case "/connections":
      return Response.json({ connections: await connectionsOf(request) });
    case "/live":
      return live(runtime, url.searchParams, response);
    default:
      return Response.json(getHealth(runtime, "test"));
  }
}

/** The ordinals of the live tail; `padding` makes messages as large as those of real events, or larger. */
function live(runtime: ConsoleRuntime, query: URLSearchParams, response: ServerResponse): Response {
  const feed = new EventFeed(runtime, BigInt(query.get("after") ?? "0"));
  const padding = " ".repeat(Number(query.get("padding") ?? "0"));
  const gone = new AbortController();
  response.once("close", () => {
    gone.abort();
  });
  return sseResponse(
    {
      close: () => {
        feed.close();
      },
      next: async (patienceMs) => {
        const page = await feed.next(patienceMs);
        if (page === undefined || page === "idle") return page;
        const ordinals = page.items.map(({ ordinal }) => ordinal);
        return { event: "events", id: page.last_ordinal, data: { ordinals, padding } };
      },
    },
    gone.signal,
  );
}

/** Headers as the web has them; nothing here sends one twice. */
function headerPairs({ headers }: IncomingMessage): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    typeof value === "string" ? [[name, value]] : [],
  );
}

/** Connections of the listener that a request came through. */
function connectionsOf({ socket }: IncomingMessage): Promise<number> {
  const { server } = socket as typeof socket & { readonly server: Server };
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => {
      if (error === null) resolve(count);
      else reject(error);
    });
  });
}

/** Limits that a test gives the server. */
function optionsOf(json: string): ServerLimits {
  return JSON.parse(json) as ServerLimits;
}

/**
 * A body as the web has it. Whoever gives up reading must still be able to answer, so the request is left open;
 * `Readable.toWeb` ends the process when a body that was given up goes on (Node 20.20).
 */
function bodyOf(request: IncomingMessage): ReadableStream<Uint8Array> {
  return asWebStream(WebStream.from(request.iterator({ destroyOnReturn: false })));
}

/** Node's and the browser's declarations of one class; what a request gives are bytes. */
function asWebStream(stream: WebStream): ReadableStream<Uint8Array> {
  return stream as ReadableStream<Uint8Array>;
}

/** The same, the other way round. */
function asNodeStream(stream: ReadableStream<Uint8Array>): WebStream {
  return stream as WebStream;
}

const [folder = "", migrations = "", serverLimits = "{}"] = process.argv.slice(2);
try {
  await main(folder, migrations, optionsOf(serverLimits));
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? withCause(error) : String(error)}\n`);
  process.exit(3);
}
