import type { DocumentDecoder, FormatId, LineDecoderFactory } from "./format";
import { createNativeDecoder } from "./native";
import { createSemCaptureDecoder, createSemLogDecoder, createSemNdjsonDecoder } from "./sem-decoder";
import { createSessionstreamCaptureDecoder, createSessionstreamRpcDecoder } from "./sessionstream-decoder";

/** How a format is read. Databases need files and SQL, hence are only named here. */
export type FormatDecoder =
  | { readonly kind: "lines"; readonly create: LineDecoderFactory }
  | { readonly kind: "document"; readonly decode: DocumentDecoder }
  | { readonly kind: "database" }
  | { readonly kind: "none"; readonly reason: string };

const lines = (create: LineDecoderFactory): FormatDecoder => ({ kind: "lines", create });
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
  "geppetto-events": none("not read yet"),
  "redis-dump": none("not read yet"),
  "provider-stream": none("not read yet"),
  "server-log": none("not read yet"),
  "timeline-db": database,
  "turns-db": database,
  "sessionstream-db": database,
  "pinocchio-db": database,
  "debug-conversations": none("not read yet"),
  "debug-events": none("not read yet"),
  "debug-turns": none("not read yet"),
  "timeline-snapshot": none("not read yet"),
  "session-export": none("not read yet"),
  "turn-document": none("not read yet"),
  "run-artifact": none("not read yet"),
  "reference-document": none("accompanies recordings and holds no record of its own"),
  bundle: none("read by grillo verify and grillo replay"),
};

export function decoderOf(format: FormatId): FormatDecoder {
  return decoders[format];
}
