import { z } from "zod";
import { ConsoleError } from "@/lib/domain/console-error";
import { importReportSchema, ingestReportSchema } from "@/lib/contracts/ingest-report";
import { parseExact } from "@/lib/domain/json/exact-json";
import type { CommandRun, WriterAccess } from "./writer-access";

/** The writer of a running server, reached over its API. */
export function remoteWriter(url: string): WriterAccess {
  return {
    openImport: ({ name, conv_id, source }) => {
      const query = new URLSearchParams({ name });
      if (conv_id !== undefined) query.set("conv", conv_id);
      if (source !== undefined) query.set("source", source);
      const address = new URL(`/api/v1/imports?${query.toString()}`, url);
      return Promise.resolve(upload(address, {}, importReportSchema));
    },
    openNdjson: ({ source, all_results }) => {
      const address = new URL(`/api/v1/ingest${all_results ? "?results=all" : ""}`, url);
      return Promise.resolve(upload(address, source === undefined ? {} : { "x-ingest-source": source }, ingestReportSchema));
    },
    close: () => Promise.resolve(),
  };
}

/** One request whose body is written as it comes. */
function upload<S extends z.ZodType>(url: URL, headers: Record<string, string>, schema: S): CommandRun<z.output<S>> {
  const body = new TransformStream<Uint8Array, Uint8Array>();
  const writer = body.writable.getWriter();
  const answer = fetch(url, {
    method: "POST",
    headers: { "content-type": "application/x-ndjson", ...headers },
    body: body.readable,
    duplex: "half",
  });
  // Reported by push or end; until then a refused connection must not count as unhandled.
  answer.catch(() => undefined);
  return {
    push: async (chunk) => {
      await Promise.race([writer.write(chunk), answer.then(() => undefined)]);
    },
    end: async () => {
      await writer.close().catch(() => undefined);
      const response = await answer;
      const value = parseExact(await response.text());
      if (response.ok) return schema.parse(value);
      throw problemFrom(value, response.status);
    },
  };
}

const problemSchema = z.object({ code: z.string(), detail: z.string().optional(), title: z.string().optional() });

function problemFrom(value: unknown, status: number): ConsoleError {
  const problem = problemSchema.safeParse(value);
  if (!problem.success) return new ConsoleError("internal", `The server answered ${String(status)}.`);
  const { code, detail, title } = problem.data;
  return new ConsoleError("internal", `${detail ?? title ?? code} (${code})`, { details: { code, status } });
}
