import type Database from "better-sqlite3";
import type { SetName } from "@/lib/domain/model";
import { upsertSql, type Merging } from "./merge-sql";

export type Binding = string | number | bigint | Buffer | null;

/** Statements kept for rows that state the same fields; rows of yet other kinds take the one for all fields. */
const shapeLimit = 32;
/** Fields that one number of a shape tells of. */
const fieldsOfNumber = 30;

/**
 * The upserts of one set and one way of merging, prepared. Most rows state a third of the fields of their set, and always
 * the same ones: those have a statement of their own, which binds, compares and writes these fields alone and leaves
 * the indexes of all others as they are.
 */
export class MergeStatements {
  readonly #ofAll: Database.Statement;
  readonly #ofShape = new Map<string, Database.Statement>();

  /** `names` are all fields of the set, in the order of the values. */
  constructor(
    private readonly sqlite: Database.Database,
    private readonly set: SetName,
    private readonly merging: Merging,
    private readonly names: readonly string[],
  ) {
    this.#ofAll = sqlite.prepare(upsertSql(set, merging));
  }

  /** Merges a row, of which all fields are given, or what its form has in their place. */
  runWhole(values: readonly Binding[]): void {
    this.#ofAll.run(values);
  }

  /** Merges a row by its fields that are not null; null changes nothing. */
  run(values: readonly Binding[]): void {
    const shape = shapeOf(values);
    const statement = this.#ofShape.get(shape) ?? this.#prepare(shape, values);
    if (statement === undefined) this.runWhole(values);
    else statement.run(values.filter((value) => value !== null));
  }

  #prepare(shape: string, values: readonly Binding[]): Database.Statement | undefined {
    if (this.#ofShape.size >= shapeLimit) return undefined;
    const stated = new Set(this.names.filter((_, at) => values[at] !== null));
    const statement = this.sqlite.prepare(upsertSql(this.set, this.merging, stated));
    this.#ofShape.set(shape, statement);
    return statement;
  }
}

/** Which of the values are not null. */
function shapeOf(values: readonly Binding[]): string {
  let shape = "";
  for (let from = 0; from < values.length; from += fieldsOfNumber) {
    let bits = 0;
    for (let at = from; at < from + fieldsOfNumber && at < values.length; at += 1)
      bits = bits * 2 + (values[at] === null ? 0 : 1);
    shape += `${String(bits)} `;
  }
  return shape;
}
