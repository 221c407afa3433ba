import type { ReadStore } from "@/db/store";
import { errors, events, modelCalls, toolCalls } from "@/db/schema";
import { bucketStart, rollupWidths } from "@/lib/domain/rollups/rollup-widths";
import { envelopeClasses } from "@/lib/domain/model/event";
import {
  errorContributions,
  modelCallContributions,
  toolCallContributions,
  type Contribution,
} from "@/lib/domain/rollups/contributions";

export interface RollupRow {
  readonly bucket: string;
  readonly metric: string;
  readonly bucket_ms: bigint;
  readonly dimension: string;
  readonly value: bigint;
}

/** What the rollups must hold, counted from every row of the store. */
export function recountRollups({ drizzle: db }: ReadStore): readonly RollupRow[] {
  const rows = new Map<string, RollupRow>();
  const add = (at: number | null, contributions: readonly Contribution[]): void => {
    if (at === null) return;
    for (const bucket of rollupWidths)
      for (const { metric, dimension, value } of contributions) {
        const bucket_ms = BigInt(bucketStart(bucket, at));
        const key = [bucket, metric, bucket_ms, dimension].join("|");
        rows.set(key, { bucket, metric, bucket_ms, dimension, value: (rows.get(key)?.value ?? 0n) + value });
      }
  };
  for (const row of db.select().from(events).all()) {
    const dimension = envelopeClasses[row.class] ?? "";
    add(row.occurred_at_ms, [
      { metric: "events", dimension, value: 1n },
      { metric: "bytes", dimension, value: BigInt(row.byte_length) },
    ]);
  }
  for (const row of db.select().from(errors).all()) add(row.occurred_at_ms, errorContributions(row));
  for (const row of db.select().from(modelCalls).all()) add(row.started_at_ms, modelCallContributions(row));
  for (const row of db.select().from(toolCalls).all()) add(row.requested_at_ms, toolCallContributions(row));
  return [...rows.values()].sort(
    (a, b) =>
      order(a.bucket, b.bucket) ||
      order(a.metric, b.metric) ||
      order(a.bucket_ms, b.bucket_ms) ||
      order(a.dimension, b.dimension),
  );
}

function order<T extends string | bigint>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
