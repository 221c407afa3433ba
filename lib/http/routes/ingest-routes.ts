import { z } from "zod";
import { importReportSchema, ingestLimitsSchema, ingestReportSchema } from "@/lib/contracts/ingest-report";
import { textParam } from "@/lib/contracts/query";
import { route } from "../route-definition";

export const ingestRoute = route({
  method: "POST",
  path: "/api/v1/ingest",
  summary: "Native NDJSON ingest: an outcome per line; 207 when some lines failed, 422 when all did",
  query: z.strictObject({
    /** `all` lists every line, otherwise only those that were rejected or in conflict. */
    results: textParam,
  }),
  answer: ingestReportSchema,
  problems: ["payload-too-large", "unsupported-media-type", "overloaded", "storage-busy", "storage-full"],
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

export const importStateRoute = route({
  method: "GET",
  path: "/api/v1/imports/{importId}",
  summary: "How far an import is, or what became of it",
  query: z.strictObject({}),
  answer: importReportSchema,
  problems: ["import-not-found"],
});
