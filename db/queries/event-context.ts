import { and, asc, eq, inArray } from "drizzle-orm";
import type { ReadStore } from "../store";
import { eventConflicts, orderingAnomalies } from "../schema";

/** Ordering anomalies noticed at these envelopes, in order of ordinal. */
export function listAnomaliesAt({ drizzle }: ReadStore, ordinals: readonly bigint[]) {
  if (ordinals.length === 0) return [];
  return drizzle
    .select()
    .from(orderingAnomalies)
    .where(inArray(orderingAnomalies.ordinal, [...ordinals]))
    .orderBy(asc(orderingAnomalies.ordinal), asc(orderingAnomalies.kind))
    .all();
}

/** First findings of a conversation, in order of place. */
export function listAnomaliesOf({ drizzle }: ReadStore, convId: string, limit: number) {
  return drizzle
    .select()
    .from(orderingAnomalies)
    .where(eq(orderingAnomalies.conv_id, convId))
    .orderBy(asc(orderingAnomalies.ordinal))
    .limit(limit)
    .all();
}

/** Other bytes that came under the identity of an envelope. */
export function listConflictsAt({ drizzle }: ReadStore, ordinal: bigint) {
  return drizzle
    .select()
    .from(eventConflicts)
    .where(and(eq(eventConflicts.ordinal, ordinal)))
    .limit(100)
    .all();
}

export interface Neighbours {
  readonly previous_in_stream: bigint | null;
  readonly next_in_stream: bigint | null;
  readonly previous_in_conversation: bigint | null;
  readonly next_in_conversation: bigint | null;
}

/** Envelopes before and after one in its stream and its conversation; four probes of two indexes. */
export function findNeighbours({ sqlite }: ReadStore, ordinal: bigint): Neighbours {
  const step = (key: "stream_key" | "conv_key", before: boolean): bigint | null => {
    const found: unknown = sqlite
      .prepare(
        `SELECT ordinal FROM events WHERE ${key} = (SELECT ${key} FROM events WHERE ordinal = ?)
         AND ordinal ${before ? "<" : ">"} ? ORDER BY ordinal ${before ? "DESC" : "ASC"} LIMIT 1`,
      )
      .pluck()
      .get(ordinal, ordinal);
    return typeof found === "bigint" ? found : null;
  };
  return {
    previous_in_stream: step("stream_key", true),
    next_in_stream: step("stream_key", false),
    previous_in_conversation: step("conv_key", true),
    next_in_conversation: step("conv_key", false),
  };
}

/** Capture profile under which a source is stored now; undefined when none was set. */
export function findCaptureProfile({ sqlite }: ReadStore, source: string): string | undefined {
  const found: unknown = sqlite
    .prepare("SELECT profile FROM source_profiles WHERE source IN (?, '*') ORDER BY source = '*' LIMIT 1")
    .pluck()
    .get(source);
  return typeof found === "string" ? found : undefined;
}
