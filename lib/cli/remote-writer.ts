import { z } from "zod";
import { ConsoleError } from "@/lib/domain/console-error";
import { annotatedDemoSchema, removedDemoSchema } from "@/lib/contracts/demo";
import {
  importReportSchema,
  ingestReportSchema,
  type ImportReportDto,
  type IngestReport,
} from "@/lib/contracts/ingest-report";
import { parseExact } from "@/lib/domain/json/exact-json";
import type { JsonValue } from "@/lib/domain/model/field";
import { formatIds } from "@/lib/ingest/format";
import { printHints } from "@/lib/ingest/hints-wire";
import type { ImportReport } from "@/lib/services/ingest/import-run";
import type { NdjsonReport } from "@/lib/services/ingest/ndjson-run";
import type { CommandRun, WriterAccess } from "./writer-access";

/** The writer of a running server, reached over its API. */
export function remoteWriter(url: string): WriterAccess {
  return {
    openImport: async ({ name, conv_id, source, folder }) => {
      const query = new URLSearchParams({ name });
      if (conv_id !== undefined) query.set("conv", conv_id);
      if (source !== undefined) query.set("source", source);
      const hints = folder === undefined ? undefined : Buffer.from(printHints(folder));
      if (hints !== undefined) query.set("hints", String(hints.byteLength));
      const address = new URL(`/api/v1/imports?${query.toString()}`, url);
      const run = upload(address, {}, (value) => importReportFrom(importReportSchema.parse(value)));
      if (hints !== undefined) await run.push(hints);
      return run;
    },
    openNdjson: ({ source, all_results }) => {
      const address = new URL(`/api/v1/ingest${all_results ? "?results=all" : ""}`, url);
      const headers: Record<string, string> = source === undefined ? {} : { "x-ingest-source": source };
      return Promise.resolve(
        upload(address, headers, (value) => ndjsonReportFrom(ingestReportSchema.parse(value))),
      );
    },
    annotateDemo: () => ask(url, "POST", annotatedDemoSchema),
    removeDemo: () => ask(url, "DELETE", removedDemoSchema),
    close: () => Promise.resolve(),
  };
}

/** What is done to the demo recording by a request without a body. */
async function ask<Schema extends z.ZodType>(
  url: string,
  method: "POST" | "DELETE",
  schema: Schema,
): Promise<z.output<Schema>> {
  const response = await fetch(new URL("/api/v1/demo", url), { method });
  const value = parseExact(await response.text());
  if (!response.ok) throw problemFrom(value, response.status);
  return schema.parse(value);
}

/** One request whose body is written as it comes. */
function upload<Report>(
  url: URL,
  headers: Record<string, string>,
  asReport: (value: JsonValue) => Report,
): CommandRun<Report> {
  const body = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>();
  const writer = body.writable.getWriter();
  const request: StreamedRequest = {
    method: "POST",
    headers: { "content-type": "application/x-ndjson", ...headers },
    body: body.readable,
    // The request is still being written while the answer may already come.
    duplex: "half",
  };
  const answer = fetch(url, request);
  // Reported by push or end; until then a refused connection must not count as unhandled.
  answer.catch(() => undefined);
  return {
    push: async (chunk) => {
      await Promise.race([writer.write(Uint8Array.from(chunk)), answer.then(() => undefined)]);
    },
    end: async () => {
      await writer.close().catch(() => undefined);
      const response = await answer;
      const value = parseExact(await response.text());
      if (response.ok) return asReport(value);
      throw problemFrom(value, response.status);
    },
  };
}

/** The option that streaming bodies need, which the DOM's own type lacks. */
interface StreamedRequest extends RequestInit {
  readonly duplex: "half";
}

function importReportFrom({
  format,
  bytes_read,
  received,
  stored,
  duplicate,
  conflict,
  rejected,
  reasons,
}: ImportReportDto): ImportReport {
  const known = formatIds.find((id) => id === format);
  return { format: known, bytes_read, counts: { received, stored, duplicate, conflict, rejected }, reasons };
}

function ndjsonReportFrom({ accepted, duplicate, conflict, rejected }: IngestReport): NdjsonReport {
  const received = accepted + duplicate + conflict + rejected;
  return {
    counts: { received, stored: accepted, duplicate, conflict, rejected },
    results: [],
    results_left_out: 0,
  };
}

const problemSchema = z.object({
  code: z.string(),
  detail: z.string().optional(),
  title: z.string().optional(),
});

function problemFrom(value: unknown, status: number): ConsoleError {
  const problem = problemSchema.safeParse(value);
  if (!problem.success) return new ConsoleError("internal", `The server answered ${String(status)}.`);
  const { code, detail, title } = problem.data;
  return new ConsoleError("internal", `${detail ?? title ?? code} (${code})`, { details: { code, status } });
}
