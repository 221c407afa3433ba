// Makes every table of the newest generated migration STRICT: the generator has no option for it, and
// without it SQLite stores a value of the wrong type without a word.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const files = readdirSync("drizzle")
  .filter((name) => name.endsWith(".sql"))
  .sort();
/** Tables that are read in ranges of their whole key: their rows lie in it, with no second tree beside. */
const clustered = new Set(["rollups", "conversation_facets", "incident_counts"]);

const newest = `drizzle/${files.at(-1)}`;
const sql = readFileSync(newest, "utf8");
const made = sql.replace(/^(CREATE TABLE `(\w+)`[\s\S]*?\n\));/gm, (_all, table, name) =>
  clustered.has(name) ? `${table} STRICT, WITHOUT ROWID;` : `${table} STRICT;`,
);
writeFileSync(newest, made);
