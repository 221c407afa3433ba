import { gt, max } from "drizzle-orm";
import type { ReadStore } from "../store";
import { events } from "../schema";
import { selectEvents, type StoredEvent } from "./event-rows";

/** Envelopes behind an ordinal, in order of arrival: one range of the primary key. */
export function listEventsAfter(store: ReadStore, ordinal: bigint, limit: number): StoredEvent[] {
  return selectEvents(store).where(gt(events.ordinal, ordinal)).orderBy(events.ordinal).limit(limit).all();
}

/** Ordinal of the newest envelope; 0 when the log is empty. */
export function lastOrdinal({ drizzle }: ReadStore): bigint {
  return (
    drizzle
      .select({ last: max(events.ordinal) })
      .from(events)
      .get()?.last ?? 0n
  );
}
