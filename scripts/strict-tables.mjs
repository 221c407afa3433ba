// Makes every table of the newest generated migration STRICT: the generator has no option for it, and
// without it SQLite stores a value of the wrong type without a word.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const files = readdirSync("drizzle")
  .filter((name) => name.endsWith(".sql"))
  .sort();
const newest = `drizzle/${files.at(-1)}`;
const sql = readFileSync(newest, "utf8");
writeFileSync(newest, sql.replace(/^(CREATE TABLE [\s\S]*?\n\));/gm, "$1 STRICT;"));
