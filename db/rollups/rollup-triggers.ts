import { rollupWidths, widthMs, type RollupWidth } from "@/lib/domain/rollups/rollup-widths";
import { ensureTriggers } from "../kept-triggers";
import type { WriteStore } from "../store";

/** A table of records that are counted in the minute that a column of theirs names. */
interface CountedSet {
  readonly table: string;
  readonly time: string;
  /** Columns that decide what a record adds. */
  readonly counted: readonly string[];
}

export const countedSets = [
  { table: "errors", time: "occurred_at_ms", counted: ["error_class", "error_code"] },
  {
    table: "model_calls",
    time: "started_at_ms",
    counted: [
      "provider",
      "request_model",
      "response_model",
      "status",
      "input_tokens",
      "output_tokens",
      "cache_read_tokens",
      "cache_write_tokens",
      "reasoning_tokens",
      "total_ms",
      "first_token_ms",
    ],
  },
  { table: "tool_calls", time: "requested_at_ms", counted: ["tool_name", "status"] },
] as const satisfies readonly CountedSet[];
export type CountedTable = (typeof countedSets)[number]["table"];

/** SQL of the start of the bucket in which a time lies; the time's own remainder may be negative before 1970. */
function startOf(width: RollupWidth, time: string): string {
  const ms = String(widthMs[width]);
  return `${time} - ((${time} % ${ms}) + ${ms}) % ${ms}`;
}

/** A record that changes makes its minute stale; whoever changes it, in the same transaction. */
function triggersOf({ table, time, counted }: CountedSet): readonly string[] {
  const mark = (row: "new" | "old"): string =>
    `INSERT INTO stale_rollups (record_set, minute_ms) SELECT '${table}', ${startOf("minute", `${row}.${time}`)} WHERE ${row}.${time} IS NOT NULL ON CONFLICT DO NOTHING;`;
  const watched = [time, ...counted];
  return [
    `CREATE TRIGGER rollups_${table}_insert AFTER INSERT ON ${table} BEGIN ${mark("new")} END`,
    `CREATE TRIGGER rollups_${table}_update AFTER UPDATE OF ${watched.join(", ")} ON ${table}
    WHEN ${watched.map((column) => `new.${column} IS NOT old.${column}`).join(" OR ")} BEGIN ${mark("old")} ${mark("new")} END`,
    `CREATE TRIGGER rollups_${table}_delete AFTER DELETE ON ${table} BEGIN ${mark("old")} END`,
  ];
}

/** SQL of the name of an envelope's class; its place in `envelopeClasses`. */
const className = (column: string): string =>
  `CASE ${column} WHEN 0 THEN 'event' WHEN 1 THEN 'record' ELSE 'log' END`;

/** Envelopes are only appended, in masses, and counted as they come (`RollupBook.count`); what is deleted is taken off here. */
const eventTrigger = `CREATE TRIGGER rollups_events_delete AFTER DELETE ON events WHEN old.occurred_at_ms IS NOT NULL BEGIN
  ${rollupWidths
    .flatMap((width) =>
      [
        ["events", "1"],
        ["bytes", "old.byte_length"],
      ].map(
        ([
          metric = "",
          value = "",
        ]) => `UPDATE rollups SET value = value - ${value} WHERE bucket = '${width}' AND metric = '${metric}'
    AND bucket_ms = ${startOf(width, "old.occurred_at_ms")} AND dimension = ${className("old.class")};
  DELETE FROM rollups WHERE bucket = '${width}' AND metric = '${metric}'
    AND bucket_ms = ${startOf(width, "old.occurred_at_ms")} AND dimension = ${className("old.class")} AND value <= 0;`,
      ),
    )
    .join("\n  ")}
END`;

const definition = [...countedSets.flatMap(triggersOf), eventTrigger];

/**
 * Keeps the rollups: when its triggers were missing everything is counted anew, the envelopes here, with one pass over
 * the log, the records when the rollups are refreshed.
 */
export function ensureRollups({ sqlite }: WriteStore): { recounted: boolean } {
  return ensureTriggers(sqlite, { prefix: "rollups_", definition, recount });
}

function recount(sqlite: WriteStore["sqlite"]): void {
  sqlite.exec("DELETE FROM rollups");
  for (const width of rollupWidths) {
    const start = startOf(width, "occurred_at_ms");
    for (const [metric, value] of [
      ["events", "count(*)"],
      ["bytes", "sum(byte_length)"],
    ])
      sqlite.exec(
        `INSERT INTO rollups (bucket, metric, bucket_ms, dimension, value)
         SELECT '${width}', '${metric ?? ""}', ${start}, ${className("class")}, ${value ?? ""} FROM events
         WHERE occurred_at_ms IS NOT NULL GROUP BY 3, 4`,
      );
  }
  for (const { table, time } of countedSets)
    sqlite.exec(
      `INSERT INTO stale_rollups (record_set, minute_ms) SELECT DISTINCT '${table}', ${startOf("minute", time)}
       FROM ${table} WHERE ${time} IS NOT NULL ON CONFLICT DO NOTHING`,
    );
}
