import { z } from "zod";
import { folderHintsSchema } from "@/lib/contracts/folder-hints";
import { documentTypes, lineTypes } from "@/lib/contracts/ingest-media";
import { importReportSchema, ingestLimitsSchema, ingestReportSchema } from "@/lib/contracts/ingest-report";
import { bytesParam, textParam } from "@/lib/contracts/query";
import { route } from "../route-definition";

export const ingestRoute = route({
  method: "POST",
  path: "/api/v1/ingest",
  summary: "Native NDJSON ingest: an outcome per line; 207 when some lines failed, 422 when all did",
  query: z.strictObject({
    /** `all` lists every line, otherwise only those that were rejected or in conflict. */
    results: textParam,
  }),
  takes: [...lineTypes, ...documentTypes],
  headers: {
    "Content-Encoding": "gzip, deflate or br; zstd where the server's Node has it",
    "X-Ingest-Source": "Emitter of lines that name none",
    "X-Sent-At-Ms": "What the sender's clock shows, epoch ms",
    "Idempotency-Key": "Carries the request out once; its answer is repeated for a day",
    "ce-specversion": "With ce-id, ce-source, ce-type and the like: one CloudEvent in binary mode",
  },
  answer: ingestReportSchema,
  statuses: {
    "207": "Some lines were rejected or in conflict; they are listed",
    "422": "Every line was rejected; or a problem: the Idempotency-Key belongs to another request",
  },
  problems: [
    "request-in-flight",
    "idempotency-key-reused",
    "payload-too-large",
    "unsupported-media-type",
    "overloaded",
    "storage-busy",
    "storage-full",
    "storage-read-only",
  ],
});

export const ingestLimitsRoute = route({
  method: "GET",
  path: "/api/v1/ingest/limits",
  summary: "How much an ingest request may hold",
  query: z.strictObject({}),
  answer: ingestLimitsSchema,
  problems: [],
});

export const importRoute = route({
  method: "POST",
  path: "/api/v1/imports",
  summary: "One file of any known format as the body",
  query: z.strictObject({
    /** File name, used in messages and to tell formats apart. */
    name: textParam,
    /** Conversation for envelopes that name none. */
    conv: textParam,
    source: textParam,
    /** Id chosen by the caller, to ask for progress while it sends. */
    id: textParam,
    /**
     * Bytes of JSON before the file in the body: what the files of its folder tell about each other. At most 16 MiB, the
     * ids of some hundred thousand messages.
     */
    hints: bytesParam(16 << 20),
  }),
  answer: importReportSchema,
  problems: [
    "payload-too-large",
    "file-damaged",
    "format-not-recognised",
    "overloaded",
    "storage-busy",
    "storage-full",
  ],
});

export const importHintsRoute = route({
  method: "POST",
  path: "/api/v1/imports/hints",
  summary: "What files that are imported together tell about each other, from their heads",
  query: z.strictObject({
    /** Bytes of JSON before the heads in the body: paths, and how many bytes of each follow, in order. */
    list: bytesParam(16 << 20),
  }),
  answer: folderHintsSchema,
  problems: [],
});

export const importStateRoute = route({
  method: "GET",
  path: "/api/v1/imports/{importId}",
  summary: "How far an import is, or what became of it",
  query: z.strictObject({}),
  answer: importReportSchema,
  problems: ["import-not-found"],
});
