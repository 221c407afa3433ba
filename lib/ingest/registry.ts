import type { DocumentDecoder, FormatId, LineDecoderFactory } from "./format";
import { createGeppettoDecoder } from "./geppetto-events";
import { createNativeDecoder } from "./native";
import { documentDecoders, type PinocchioDocument } from "./pinocchio/documents";
import { createProviderStreamDecoder } from "./provider-stream";
import { createRedisDecoder } from "./redis-dump";
import { decodeRedisJson } from "./redis-json";
import { createRedisTextDecoder } from "./redis-text";
import { createSemCaptureDecoder, createSemLogDecoder, createSemNdjsonDecoder } from "./sem-decoder";
import { createServerLogDecoder } from "./server-log";
import { createSessionstreamCaptureDecoder, createSessionstreamRpcDecoder } from "./sessionstream-decoder";

/** How a format is read. Databases and bundles need SQL and zip, hence are only named here. */
export type FormatDecoder =
  | { readonly kind: "lines"; readonly create: LineDecoderFactory }
  | { readonly kind: "document"; readonly decode: DocumentDecoder }
  | { readonly kind: "database" }
  | { readonly kind: "bundle" }
  | { readonly kind: "none"; readonly reason: string };

const lines = (create: LineDecoderFactory): FormatDecoder => ({ kind: "lines", create });
const document = (format: PinocchioDocument): FormatDecoder => ({
  kind: "document",
  decode: documentDecoders[format],
});
const database: FormatDecoder = { kind: "database" };
const none = (reason: string): FormatDecoder => ({ kind: "none", reason });

/** The one place where formats and their decoders are listed. */
const decoders: Readonly<Record<FormatId, FormatDecoder>> = {
  "native-ndjson": lines(createNativeDecoder),
  "sem-ndjson": lines(createSemNdjsonDecoder),
  "sem-capture": lines(createSemCaptureDecoder),
  "sem-log": lines(createSemLogDecoder),
  "sessionstream-capture": lines(createSessionstreamCaptureDecoder),
  "sessionstream-rpc": lines(createSessionstreamRpcDecoder),
  "geppetto-events": lines(createGeppettoDecoder),
  "redis-dump": lines(createRedisDecoder),
  "redis-text": lines(createRedisTextDecoder),
  "redis-json": { kind: "document", decode: decodeRedisJson },
  "provider-stream": lines(createProviderStreamDecoder),
  "server-log": lines(createServerLogDecoder),
  "timeline-db": database,
  "turns-db": database,
  "sessionstream-db": database,
  "agent-db": database,
  "reconcile-db": database,
  "analysis-db": database,
  "pinocchio-db": database,
  "debug-conversations": document("debug-conversations"),
  "debug-events": document("debug-events"),
  "debug-turns": document("debug-turns"),
  "debug-records": document("debug-records"),
  "event-viewer": document("event-viewer"),
  "timeline-debug": document("timeline-debug"),
  "timeline-snapshot": document("timeline-snapshot"),
  "session-export": document("session-export"),
  "turn-document": document("turn-document"),
  "run-artifact": document("run-artifact"),
  "run-exchange": document("run-exchange"),
  "reference-document": none("accompanies recordings and holds no record of its own"),
  bundle: { kind: "bundle" },
};

export function decoderOf(format: FormatId): FormatDecoder {
  return decoders[format];
}
