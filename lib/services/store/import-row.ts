import { ConsoleError } from "@/lib/domain/console-error";
import type { RecordChange } from "@/lib/domain/model";
import type { JsonValue } from "@/lib/domain/model/field";
import type { ImportReport } from "../ingest/import-run";

export interface ImportStart {
  readonly name: string;
  readonly started_at_ms: number;
}

/** The record of a finished import: its report, or the problem that ended it. */
export function importRow(id: string, start: ImportStart, outcome: unknown, nowMs: number): RecordChange {
  const base = { import_id: id, name: start.name, started_at_ms: start.started_at_ms, finished_at_ms: nowMs };
  if (isReport(outcome)) {
    const { format, bytes_read, counts, reasons } = outcome;
    const listed: JsonValue = reasons.map(({ code, detail, line, count }) => ({ code, detail, line, count }));
    return {
      set: "imports",
      row: { ...base, state: "done", format: format ?? null, bytes_read, ...counts, reasons: listed },
    };
  }
  const code = outcome instanceof ConsoleError ? outcome.code : "internal";
  const detail = outcome instanceof Error ? outcome.message : String(outcome);
  return { set: "imports", row: { ...base, state: "failed", problem_code: code, problem_detail: detail } };
}

function isReport(outcome: unknown): outcome is ImportReport {
  return typeof outcome === "object" && outcome !== null && "counts" in outcome && "reasons" in outcome;
}
