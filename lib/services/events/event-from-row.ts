import { listAnomaliesAt } from "@/db/queries/event-context";
import type { StoredEvent } from "@/db/queries/event-rows";
import type { ReadStore } from "@/db/store";
import type { EventRow, OrderingAnomalyRow } from "@/lib/contracts/event";
import { recordRef } from "@/lib/contracts/record-ref";
import { linkKinds } from "@/lib/contracts/vocabulary";
import { dialects } from "@/lib/domain/envelope";
import {
  decodeStatuses,
  envelopeClasses,
  orderingAnomalies,
  seqRegimes,
  sourcePaths,
} from "@/lib/domain/model/event";
import { wireFromRecord } from "../wire-from-record";

/** Wire rows of envelopes, with the anomalies noticed at each. */
export function eventsFromRows(store: ReadStore, rows: readonly StoredEvent[]): EventRow[] {
  const kinds = new Map<bigint, EventRow["anomalies"]>();
  for (const { ordinal, kind } of listAnomaliesAt(
    store,
    rows.map((row) => row.ordinal),
  )) {
    if (ordinal !== null) kinds.set(ordinal, [...(kinds.get(ordinal) ?? []), kind]);
  }
  return rows.map((row) => eventFromRow(row, kinds.get(row.ordinal) ?? []));
}

function eventFromRow(row: StoredEvent, anomalies: EventRow["anomalies"]): EventRow {
  return {
    ordinal: String(row.ordinal),
    ref: recordRef("event", row.ordinal),
    conv_id: row.conv_id,
    type: row.type ?? "unknown",
    class: named(envelopeClasses, row.class),
    dialect: named(dialects, row.dialect),
    event_id: row.event_id,
    item_id: row.item_id,
    seq: row.seq === null ? null : String(row.seq),
    seq_regime: named(seqRegimes, row.regime),
    epoch: row.epoch,
    stream: row.stream ?? "",
    stream_id: row.stream_id,
    turn_id: row.turn_id,
    turn_how: row.turn_id === null ? null : named(linkKinds, row.turn_how ?? 0),
    source: row.source ?? "",
    source_path: named(sourcePaths, row.source_path),
    occurred_at_ms: row.occurred_at_ms,
    ingested_at_ms: row.ingested_at_ms,
    byte_length: row.byte_length,
    sha256: row.sha256.toString("hex"),
    decode_status: named(decodeStatuses, row.decode_status),
    decode_error: row.decode_error,
    twin_of: row.twin_of === null ? null : String(row.twin_of),
    anomalies,
  };
}

export function anomalyFromRow(
  row: Readonly<Record<string, unknown>> & { readonly anomaly_id: string },
): OrderingAnomalyRow {
  return { ...wireFromRecord(orderingAnomalies, row), ref: recordRef("anomaly", row.anomaly_id) };
}

/** Word for a small integer of the event log. One outside the list means that a newer console wrote it. */
function named<const V extends readonly string[]>(values: V, index: number): V[number] {
  const value = values[index];
  if (value === undefined) throw new RangeError(`${index} stands for none of ${values.join(", ")}`);
  return value;
}
