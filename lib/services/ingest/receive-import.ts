import { randomUUID } from "node:crypto";
import { ConsoleError } from "@/lib/domain/console-error";
import type { ImportReportDto } from "@/lib/contracts/ingest-report";
import type { ConsoleRuntime } from "../store/console-runtime";
import { limits } from "../store/limits";

export interface ImportRequest {
  readonly body: ReadableStream<Uint8Array> | null;
  readonly name: string;
  readonly conv_id: string | undefined;
  readonly source: string | undefined;
  /** Id chosen by the caller, so that it can ask for progress while it sends. */
  readonly import_id: string | undefined;
}

/** Takes one file of any known format. When it returns, everything stored is durable. */
export async function receiveImport(
  runtime: ConsoleRuntime,
  request: ImportRequest,
): Promise<ImportReportDto> {
  const { body, name, conv_id, source } = request;
  if (body === null)
    throw new ConsoleError("invalid-request", "The request has no body; send the file as the body.");
  const id = request.import_id ?? randomUUID();
  // Whoever asks for progress may be quicker than a writer that is busy.
  runtime.imports.begin(id, name);
  const run = await runtime.writer.openImport(id, { name, conv_id, source });
  try {
    let size = 0;
    for await (const chunk of body) {
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
