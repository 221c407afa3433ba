import { listCauses, type ErrorRow } from "@/db/queries/error-rows";
import type { ReadStore } from "@/db/store";
import type { RecordedError, RecordedErrorDetail, RecordedPanic } from "@/lib/contracts/error";
import { recordRef } from "@/lib/contracts/record-ref";
import { groupBy } from "@/lib/domain/group-by";
import { errorCauses, errors } from "@/lib/domain/model/error";
import { panics } from "@/lib/domain/model/runtime";
import { wireFromRecord } from "../wire-from-record";

export function errorFromRow(row: ErrorRow): RecordedError {
  return {
    ...wireFromRecord(errors, row),
    ref: recordRef("error", row.error_id),
  };
}

/** Failures with their cause chains; one more statement. */
export function errorDetailsFromRows(store: ReadStore, rows: readonly ErrorRow[]): RecordedErrorDetail[] {
  const causes = groupBy(
    listCauses(
      store,
      rows.map((row) => row.error_id),
    ),
    (cause) => cause.error_id,
  );
  return rows.map((row) => ({
    ...errorFromRow(row),
    causes: (causes.get(row.error_id) ?? []).map((cause) => wireFromRecord(errorCauses, cause)),
  }));
}

export function panicFromRow(
  row: Readonly<Record<string, unknown>> & { readonly panic_id: string },
): RecordedPanic {
  return { ...wireFromRecord(panics, row), ref: recordRef("panic", row.panic_id) };
}
