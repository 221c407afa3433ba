import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Field } from "@/lib/domain/model/field";
import { recordSets } from "@/lib/domain/model";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { MergeStatements, type Binding } from "./merge-statements";

let store: TemporaryStore;
beforeEach(() => {
  store = temporaryStore();
});
afterEach(() => {
  store.close();
});

const sets = ["conversations", "turns", "model_calls", "tool_calls", "errors"] as const;

test.each(sets)("rows of %s that state some fields merge as rows that leave the others null", (set) => {
  const { sqlite } = store.writer;
  const fields = Object.entries<Field>(recordSets[set].fields);
  const names = fields.map(([name]) => name);
  const { key }: { readonly key: readonly string[] } = recordSets[set];
  const table = (): unknown => sqlite.prepare(`SELECT * FROM ${set} ORDER BY ${key.join(", ")}`).all();
  const row = fc.tuple(...fields.map(([name, field]) => valueOf(field, key.includes(name))));
  for (const merging of ["stated", "derived"] as const) {
    // More shapes come than have a statement of their own.
    const byShape = new MergeStatements(sqlite, set, merging, names);
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 4 }), (rows) => {
        const outcome = (merge: (values: readonly Binding[]) => void): unknown => {
          sqlite.exec(`SAVEPOINT attempt`);
          for (const values of rows) merge(values);
          const told = table();
          sqlite.exec("ROLLBACK TO attempt");
          return told;
        };
        expect(
          outcome((values) => {
            byShape.run(values);
          }),
        ).toEqual(
          outcome((values) => {
            byShape.runWhole(values);
          }),
        );
      }),
      { numRuns: 40 },
    );
  }
});

/** Few values of each, so that rows meet; what may be absent mostly is. */
function valueOf(field: Field, isKey: boolean): fc.Arbitrary<Binding> {
  const values: fc.Arbitrary<Binding> =
    field.type === "text"
      ? fc.constantFrom<Binding>("a", "b")
      : field.type === "json"
        ? fc.constantFrom<Binding>('"a"', "[1]")
        : field.type === "bool"
          ? fc.constantFrom<Binding>(0, 1)
          : field.type === "blob"
            ? fc.constant<Binding>(Buffer.from("a"))
            : fc.constantFrom<Binding>(1n, 2n, 3n);
  return isKey || field.required
    ? values
    : fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: values });
}
