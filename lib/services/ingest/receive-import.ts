import { randomUUID } from "node:crypto";
import { ConsoleError } from "@/lib/domain/console-error";
import type { ImportReportDto } from "@/lib/contracts/ingest-report";
import { readHints } from "@/lib/ingest/hints-wire";
import type { FolderHints } from "@/lib/ingest/format";
import type { ConsoleRuntime } from "../store/console-runtime";
import { limits } from "../store/limits";
import { BodyReader } from "./body-reader";

export interface ImportRequest {
  readonly body: ReadableStream<Uint8Array> | null;
  readonly name: string;
  readonly conv_id: string | undefined;
  readonly source: string | undefined;
  /** Id chosen by the caller, so that it can ask for progress while it sends. */
  readonly import_id: string | undefined;
  /** Bytes of the body before the file that tell of its folder (`lib/ingest/hints-wire.ts`). */
  readonly hints_bytes: number;
}

/** Takes one file of any known format. When it returns, everything stored is durable. */
export async function receiveImport(
  runtime: ConsoleRuntime,
  request: ImportRequest,
): Promise<ImportReportDto> {
  const { body, name, conv_id, source, hints_bytes } = request;
  if (body === null)
    throw new ConsoleError("invalid-request", "The request has no body; send the file as the body.");
  const id = request.import_id ?? randomUUID();
  const { folder, file } = await withoutHints(body, hints_bytes);
  // Whoever asks for progress may be quicker than a writer that is busy.
  runtime.imports.begin(id, name);
  const run = await runtime.writer.openImport(id, { name, conv_id, source, folder });
  try {
    let size = 0;
    for await (const chunk of file) {
      size += chunk.byteLength;
      if (size > limits.import_bytes)
        throw new ConsoleError(
          "payload-too-large",
          `Files are imported up to ${String(limits.import_bytes)} bytes.`,
        );
      await run.push(chunk);
    }
    const { format, bytes_read, counts, reasons } = await run.end();
    runtime.imports.finish(id, "done");
    return {
      import_id: id,
      name,
      state: "done",
      format: format ?? null,
      bytes_read,
      ...counts,
      reasons: [...reasons],
      problem_code: null,
      problem_detail: null,
    };
  } catch (error) {
    run.abort();
    runtime.imports.finish(id, "failed");
    throw error;
  }
}

/** The file in a body, and what stands before it. Throws invalid-request when the body ends inside that. */
async function withoutHints(
  body: ReadableStream<Uint8Array>,
  length: number,
): Promise<{ readonly folder: FolderHints | undefined; readonly file: AsyncIterable<Uint8Array> }> {
  if (length === 0) return { folder: undefined, file: body };
  const reader = new BodyReader(body);
  try {
    const folder = readHints(Buffer.from(await reader.take(length, "hints")).toString("utf8"));
    return { folder, file: reader.rest() };
  } catch (error) {
    await reader.close();
    throw error;
  }
}
