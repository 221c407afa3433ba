import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { recordSets } from "@/lib/domain/model";
import { temporaryStore } from "@/lib/testing/temporary-store";
import { dataModelPage } from "./data-model-page";

const path = "docs/data-model.md";

test("the page is what the declaration says", () => {
  if (process.env["UPDATE_DOCS"] === "1") writeFileSync(path, dataModelPage());
  expect(readFileSync(path, "utf8")).toBe(dataModelPage());
});

test("every declared field is a column of a migrated database, and no table has another", () => {
  const store = temporaryStore();
  for (const set of Object.values(recordSets)) {
    const columns = store.reader.sqlite
      .prepare(`SELECT name FROM pragma_table_info('${set.name}')`)
      .pluck()
      .all()
      // Views of rows that lie otherwise give their key besides.
      .filter((column) => column !== "entity_key");
    expect({ set: set.name, columns }).toEqual({ set: set.name, columns: Object.keys(set.fields) });
  }
  store.close();
});

test("every table refuses values of the wrong type", () => {
  const store = temporaryStore();
  const loose = store.reader.sqlite
    .prepare(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'",
    )
    .pluck()
    .all();
  expect(loose).toEqual([]);
  store.close();
});
