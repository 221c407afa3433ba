import { ensureTriggers } from "../kept-triggers";
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

/** Keeps `facet_values` equal to a count over `conversation_facets`, in the transaction of each change. */
export function ensureFacetCounts({ sqlite }: WriteStore): { recounted: boolean } {
  return ensureTriggers(sqlite, {
    prefix: "facet_values_",
    definition,
    recount: () => {
      sqlite.exec(`DELETE FROM facet_values;
        INSERT INTO facet_values SELECT facet, value, count(*) FROM conversation_facets GROUP BY 1, 2`);
    },
  });
}
