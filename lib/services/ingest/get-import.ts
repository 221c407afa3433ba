import { findImport } from "@/db/records/find-import";
import { ConsoleError } from "@/lib/domain/console-error";
import { reasonSchema, type ImportReportDto } from "@/lib/contracts/ingest-report";
import type { ConsoleRuntime } from "../store/console-runtime";

/** How far an import is, or what became of it. Throws import-not-found. */
export function getImport(runtime: ConsoleRuntime, importId: string): ImportReportDto {
  const stored = findImport(runtime.store, importId);
  if (stored !== undefined) {
    const { name, state, received, stored: kept, duplicate, conflict, rejected, bytes_read } = stored;
    return {
      import_id: importId,
      name,
      state,
      format: stored.format ?? null,
      bytes_read: bytes_read ?? 0,
      received: received ?? 0,
      stored: kept ?? 0,
      duplicate: duplicate ?? 0,
      conflict: conflict ?? 0,
      rejected: rejected ?? 0,
      reasons: reasonSchema.array().catch([]).parse(stored.reasons),
      problem_code: stored.problem_code ?? null,
      problem_detail: stored.problem_detail ?? null,
    };
  }
  const running = runtime.imports.find(importId);
  if (running === undefined) throw new ConsoleError("import-not-found", `There is no import ${importId}.`);
  const { counts, ...state } = running;
  return { ...state, ...counts, reasons: [], problem_code: null, problem_detail: null };
}
