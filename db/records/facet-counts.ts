import type { WriteStore } from "../store";

const count = (row: "new" | "old", change: "+" | "-"): string =>
  `INSERT INTO facet_values (facet, value, conversation_count) VALUES (${row}.facet, ${row}.value, 1)
    ON CONFLICT (facet, value) DO UPDATE SET conversation_count = conversation_count ${change} 1;`;

/** A facet row never changes its value; it is replaced. */
const definition = [
  `CREATE TRIGGER facet_values_insert AFTER INSERT ON conversation_facets BEGIN ${count("new", "+")} END`,
  `CREATE TRIGGER facet_values_delete AFTER DELETE ON conversation_facets BEGIN ${count("old", "-")}
    DELETE FROM facet_values WHERE facet = old.facet AND value = old.value AND conversation_count = 0; END`,
];

/**
 * Keeps `facet_values` equal to a count over `conversation_facets`, in the transaction of each change. Makes the triggers
 * when they are missing or of another definition and counts anew then: one pass over the facets.
 */
export function ensureFacetCounts({ sqlite }: WriteStore): { recounted: boolean } {
  const existing = sqlite
    .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND name GLOB 'facet_values_*'")
    .all()
    .map(triggerRow);
  const known = new Set(existing.map(({ sql }) => sql));
  if (known.size === definition.length && definition.every((sql) => known.has(sql)))
    return { recounted: false };
  sqlite
    .transaction(() => {
      for (const { name } of existing) sqlite.exec(`DROP TRIGGER ${name}`);
      for (const sql of definition) sqlite.exec(sql);
      sqlite.exec("DELETE FROM facet_values");
      sqlite.exec(
        "INSERT INTO facet_values SELECT facet, value, count(*) FROM conversation_facets GROUP BY 1, 2",
      );
    })
    .immediate();
  return { recounted: true };
}

/** Row of the query above, whose columns it names. */
function triggerRow(row: unknown): { name: string; sql: string } {
  return row as { name: string; sql: string };
}
