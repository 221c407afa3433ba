import { findById } from "@/db/queries/lookup";
import { parseRecordRef, recordRef } from "@/lib/contracts/record-ref";
import type { Lookup } from "@/lib/contracts/search";
import { describeRecords } from "../records/describe-records";
import type { ServiceContext } from "../service-context";
import { hitFromRecord } from "./hit-from-record";

const perKind = 5;

/** What an arbitrary id names, most telling first: an id of any domain, an ordinal, or a record reference. */
export function lookUp({ store }: ServiceContext, id: string): Lookup {
  const trimmed = id.trim();
  const named = findById(store, trimmed, perKind).map(({ kind, parts, matched }) => ({
    ref: recordRef(kind, ...parts),
    matched,
  }));
  const candidates =
    parseRecordRef(trimmed) === undefined ? named : [{ ref: trimmed, matched: "ref" }, ...named];
  const records = describeRecords(
    store,
    candidates.map(({ ref }) => ref),
  );
  const seen = new Set<string>();
  const items = candidates.flatMap(({ ref, matched }) => {
    const record = records.get(ref);
    if (record === undefined || seen.has(ref)) return [];
    seen.add(ref);
    return [hitFromRecord(record, matched)];
  });
  return { id: trimmed, items };
}
