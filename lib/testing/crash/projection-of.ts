import { EnvelopeReader } from "@/db/event-log/envelope-reader";
import { itemIdSql } from "@/db/event-log/item-id";
import type { ReadStore } from "@/db/store";
import { createNativeDecoder } from "@/lib/ingest/native";
import { IngestEngine } from "@/lib/services/ingest/ingest-engine";
import { temporaryStore } from "../temporary-store";

/** What projection made of the events of a store, as one text to compare. */
export function projectionOf({ sqlite }: ReadStore): string {
  const rows = sqlite
    .prepare(
      `SELECT conv_id, entity_id, kind, status, props, summary, first_seen_version, last_seen_version FROM entities
       WHERE origin = 'projected' ORDER BY conv_id, entity_id`,
    )
    .raw()
    .all();
  return rows.map((row) => JSON.stringify(row, bigintAsText)).join("\n");
}

/** The same for a new store into which every envelope is written once, in order of arrival and without a fault. */
export function rebuiltProjection(store: ReadStore): string {
  const fresh = temporaryStore();
  try {
    let now = 1_800_000_000_000;
    const engine = new IngestEngine(fresh.writer, fresh.path, () => (now += 1));
    const decoder = createNativeDecoder({ name: "request", source_path: "http_ingest" });
    const reader = new EnvelopeReader(store.sqlite);
    const rows = store.sqlite.prepare(
      `SELECT e.ordinal, ${itemIdSql("e")} AS item_id, c.conv_id, e.occurred_at_ms FROM events e
       JOIN conversation_keys c ON c.conv_key = e.conv_key ORDER BY e.ordinal`,
    );
    for (const row of rows.all()) {
      const { ordinal, item_id, conv_id, occurred_at_ms } = lineRow(row);
      const line = {
        id: item_id,
        type: "sem.event",
        conv_id,
        occurred_at_ms: Number(occurred_at_ms),
        data: { envelope: reader.read(ordinal).toString() },
      };
      const items = decoder.decode(Buffer.from(JSON.stringify(line)), Number(ordinal));
      engine.commit([...items].map((item) => ({ source: "crash", item })));
    }
    engine.settle(true);
    return projectionOf(fresh.reader);
  } finally {
    fresh.close();
  }
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}

/** Row of the statement above, whose columns it names. */
function lineRow(row: unknown): {
  ordinal: bigint;
  item_id: string;
  conv_id: string;
  occurred_at_ms: bigint;
} {
  return row as { ordinal: bigint; item_id: string; conv_id: string; occurred_at_ms: bigint };
}
