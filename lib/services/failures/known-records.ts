import type { ReadStore } from "@/db/store";
import type { KnownRecord } from "@/lib/contracts/failure-account";
import { describeRecords } from "../records/describe-records";

/** Records in words, in the order of their references; those that are gone are left out. */
export function knownRecords(store: ReadStore, refs: readonly string[]): KnownRecord[] {
  const found = describeRecords(store, refs);
  return refs.flatMap((ref) => {
    const record = found.get(ref);
    if (record === undefined) return [];
    const { kind, conv_id, title, summary, mark, at_ms, took_ms, ordinal } = record;
    return [
      {
        ref,
        kind,
        conv_id,
        title,
        summary,
        mark,
        at_ms,
        took_ms,
        ordinal: ordinal === null ? null : String(ordinal),
      },
    ];
  });
}
