import { ensureTriggers } from "../kept-triggers";
import type { WriteStore } from "../store";

const hourMs = 3_600_000;

/** Values of a failure that are counted, by part; those that are absent are not. Hours are starts, epoch ms. */
const valuesOf = (row: string): readonly (readonly [part: string, value: string])[] => [
  ["all", "''"],
  ["conversation", `${row}.conv_id`],
  ["tool", `${row}.tool_name`],
  ["model", `${row}.model`],
  ["provider", `${row}.provider`],
  ["http_status", `CAST(${row}.http_status AS TEXT)`],
  ["hour", `CAST(${row}.occurred_at_ms / ${String(hourMs)} * ${String(hourMs)} AS TEXT)`],
];

const add = (row: "new" | "old", change: "+" | "-"): string =>
  `INSERT INTO incident_counts (incident_id, part, value, count)
      SELECT ${row}.incident_id, column1, column2, 1 FROM (VALUES ${valuesOf(row)
        .map(([part, value]) => `('${part}', ${value})`)
        .join(", ")})
      WHERE ${row}.incident_id IS NOT NULL AND column2 IS NOT NULL
      ON CONFLICT (incident_id, part, value) DO UPDATE SET count = count ${change} 1;`;

const counted = [
  "incident_id",
  "conv_id",
  "tool_name",
  "model",
  "provider",
  "http_status",
  "occurred_at_ms",
] as const;

/** Conversations are counted as they come and go, so that nobody has to count them. No trigger sets itself off. */
const definition = [
  `CREATE TRIGGER incident_counts_insert AFTER INSERT ON errors WHEN new.incident_id IS NOT NULL BEGIN ${add("new", "+")} END`,
  `CREATE TRIGGER incident_counts_update AFTER UPDATE OF ${counted.join(", ")} ON errors
    WHEN ${counted.map((column) => `new.${column} IS NOT old.${column}`).join(" OR ")} BEGIN ${add("old", "-")} ${add("new", "+")} END`,
  `CREATE TRIGGER incident_counts_delete AFTER DELETE ON errors WHEN old.incident_id IS NOT NULL BEGIN ${add("old", "-")} END`,
  `CREATE TRIGGER incident_counts_gone AFTER UPDATE ON incident_counts WHEN new.count <= 0 BEGIN
    DELETE FROM incident_counts WHERE incident_id = new.incident_id AND part = new.part AND value = new.value; END`,
  `CREATE TRIGGER incident_counts_conversation AFTER INSERT ON incident_counts WHEN new.part = 'conversation' BEGIN
    INSERT INTO incident_counts (incident_id, part, value, count) VALUES (new.incident_id, 'conversations', '', 1)
    ON CONFLICT (incident_id, part, value) DO UPDATE SET count = count + 1; END`,
  `CREATE TRIGGER incident_counts_conversation_gone AFTER DELETE ON incident_counts WHEN old.part = 'conversation' BEGIN
    UPDATE incident_counts SET count = count - 1 WHERE incident_id = old.incident_id AND part = 'conversations' AND value = '';
    DELETE FROM incident_counts WHERE incident_id = old.incident_id AND part = 'conversations' AND value = '' AND count <= 0; END`,
];

/** Keeps `incident_counts` equal to counts over the failures of each incident, in the transaction of each change. */
export function ensureIncidentCounts({ sqlite }: WriteStore): { recounted: boolean } {
  return ensureTriggers(sqlite, {
    prefix: "incident_counts_",
    definition,
    recount: () => {
      sqlite.exec("DELETE FROM incident_counts");
      // The triggers over the counts are in place already and count the conversations.
      for (const [part, value] of valuesOf("e"))
        sqlite.exec(
          `INSERT INTO incident_counts (incident_id, part, value, count)
           SELECT e.incident_id, '${part}', ${value}, count(*) FROM errors e
           WHERE e.incident_id IS NOT NULL AND ${value} IS NOT NULL GROUP BY 1, 3`,
        );
    },
  });
}
