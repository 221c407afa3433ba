import { afterEach, beforeEach, expect, test } from "vitest";
import type { RecordChange } from "@/lib/domain/model";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { ensureFacetCounts } from "./facet-counts";

let store: TemporaryStore;
beforeEach(() => {
  store = temporaryStore();
});
afterEach(() => {
  store.close();
});

const facet = (conv_id: string, value: string): RecordChange => ({
  set: "conversation_facets",
  row: { conv_id, facet: "tool", value, count: 3 },
});
const counts = (): unknown =>
  store.reader.sqlite
    .prepare("SELECT value, conversation_count FROM facet_values ORDER BY value")
    .raw()
    .all();

test("equal a count over the facets while conversations gain, keep and lose values", () => {
  store.applyChanges([facet("a", "sql"), facet("b", "sql"), facet("b", "search"), facet("b", "sql")]);
  expect(counts()).toEqual([
    ["search", 1n],
    ["sql", 2n],
  ]);
  store.writer.sqlite.exec("DELETE FROM conversation_facets WHERE conv_id = 'b'");
  expect(counts()).toEqual([["sql", 1n]]);
});

test("are counted anew when a trigger was missing", () => {
  store.writer.sqlite.exec("DROP TRIGGER facet_values_insert");
  store.applyChanges([facet("a", "sql")]);
  expect(ensureFacetCounts(store.writer)).toEqual({ recounted: true });
  expect(counts()).toEqual([["sql", 1n]]);
  expect(ensureFacetCounts(store.writer)).toEqual({ recounted: false });
});
