import type { RecordChange } from "@/lib/domain/model";

/** Fields that hold an ordinal of the log. */
const ordinalFields = [
  "ordinal",
  "first_ordinal",
  "last_ordinal",
  "event_ordinal",
  "previous_ordinal",
  "next_ordinal",
  "cursor_ordinal",
] as const;

/** Ordinals of another store and where its envelopes stand here, while a bundle is being read. */
export class OrdinalMap {
  readonly #maps = new Map<string, Map<bigint, bigint>>();

  note(delivery: string | undefined, foreign: bigint | undefined, here: bigint): void {
    if (delivery === undefined || foreign === undefined) return;
    const map = this.#maps.get(delivery) ?? new Map<bigint, bigint>();
    this.#maps.set(delivery, map);
    map.set(foreign, here);
  }

  /** The change with its ordinals translated; one that points outside the bundle is left out. */
  translate(delivery: string | undefined, change: RecordChange): RecordChange {
    const map = delivery === undefined ? undefined : this.#maps.get(delivery);
    const row: Record<string, unknown> = { ...change.row };
    for (const name of ordinalFields) {
      const value = row[name];
      if (typeof value === "bigint") row[name] = map?.get(value);
    }
    // A note on an envelope goes where the envelope went.
    if (change.set === "notes" && change.row.subject_kind === "event")
      row["subject_id"] = typeof row["ordinal"] === "bigint" ? String(row["ordinal"]) : "";
    return sameSet(change, row);
  }

  endDelivery(delivery: string): void {
    this.#maps.delete(delivery);
  }
}

/** Only bigint fields were replaced, by bigints or by nothing, and all of them are optional. */
function sameSet(change: RecordChange, row: Record<string, unknown>): RecordChange {
  return { set: change.set, row } as unknown as RecordChange;
}
