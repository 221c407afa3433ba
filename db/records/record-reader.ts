import type Database from "better-sqlite3";
import { recordSets, type RecordIn, type SetName } from "@/lib/domain/model";
import type { Field } from "@/lib/domain/model/field";
import { valueFromColumn } from "../columns";

/**
 * Reads whole records of a set for the write side, prepared once. The query builder asks of every value what kind of
 * column it came from, which costs as much as SQLite does; here that is known per field. Fields that have no value are null.
 */
export class RecordReader<S extends SetName> {
  readonly #fields: readonly (readonly [name: string, field: Field])[];
  readonly #statement: Database.Statement;

  /** `condition` is SQL over the fields of the set, and how they are sorted. Records lack the fields left out. */
  constructor(sqlite: Database.Database, set: S, condition: string, leftOut: readonly string[] = []) {
    this.#fields = Object.entries<Field>(recordSets[set].fields).filter(([name]) => !leftOut.includes(name));
    const names = this.#fields.map(([name]) => name);
    this.#statement = sqlite.prepare(`SELECT ${names.join(", ")} FROM ${set} WHERE ${condition}`).raw();
  }

  all(parameters: Readonly<Record<string, string>>): RecordIn<S>[] {
    return this.#statement.all(parameters).map((row) => this.#record(valuesOf(row)));
  }

  /** Every field that is wanted was read, by its type: that is a record of the set. */
  #record(values: readonly unknown[]): RecordIn<S> {
    const record: Record<string, unknown> = {};
    let at = 0;
    for (const [name, { type }] of this.#fields) {
      const value = values[at];
      record[name] = value === null ? null : valueFromColumn(type, value);
      at += 1;
    }
    return record as RecordIn<S>;
  }
}

/** A row of a raw statement. */
function valuesOf(row: unknown): readonly unknown[] {
  return row as readonly unknown[];
}
