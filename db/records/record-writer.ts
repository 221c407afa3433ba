import type Database from "better-sqlite3";
import { stringifyExact } from "@/lib/domain/json/exact-json";
import { asObject } from "@/lib/domain/json/json-access";
import type { Field, JsonValue } from "@/lib/domain/model/field";
import { recordSets, type RecordChange, type RecordIn, type SetName } from "@/lib/domain/model";
import { CompactRows, compactUpsertSql, type CompactChange } from "./compact-rows";
import { isCompact, recordForms } from "./record-forms";

/** What the pipeline knows about every record of an envelope. */
export interface RecordContext {
  readonly source?: string;
  readonly ordinal?: bigint;
  readonly now_ms: number;
  /** The statements follow from events; where the set says so, what a source stated itself stays. */
  readonly derived?: boolean;
}

type Binding = string | number | bigint | Buffer | null;
type ChangedRow = Readonly<Record<string, unknown>>;
interface Plan {
  readonly fields: readonly (readonly [name: string, field: Field])[];
  readonly stated: Database.Statement;
  readonly derived: Database.Statement;
}

/**
 * Merges statements about records into their tables, one prepared upsert per set.
 *
 * An absent value never erases a present one; the newer of two statements wins by the set's `newest_by`
 * field; `first`, `min` and `max` fields follow their rule whatever the order. Must run inside a
 * transaction of the writer, and be told of every rollback and removal (`forget`): it remembers keys.
 */
export class RecordWriter {
  readonly #plans = new Map<SetName, Plan>();
  readonly #compact: CompactRows;

  constructor(private readonly sqlite: Database.Database) {
    this.#compact = new CompactRows(sqlite);
  }

  /** Merges the changes in order. Throws the driver's error when a value violates its column. */
  apply(changes: Iterable<RecordChange>, context: RecordContext): void {
    for (const change of changes) this.#merge(change, context);
    this.#compact.share();
  }

  /** Drops every remembered key. */
  forget(): void {
    this.#compact.forget();
  }

  #merge(change: RecordChange, context: RecordContext): void {
    const plan = this.#plans.get(change.set) ?? this.#prepare(change.set);
    const row: ChangedRow = change.set === "entities" ? inOrder(change.row) : change.row;
    const bindings = plan.fields.map(([name, field]) =>
      binding(row[name] ?? fromContext(name, context), field, name),
    );
    const statement = context.derived === true ? plan.derived : plan.stated;
    statement.run(isCompactChange(change) ? this.#compact.rowOf(change, bindings) : bindings);
  }

  #prepare(set: SetName): Plan {
    const fields = Object.entries<Field>(recordSets[set].fields);
    const stated = this.sqlite.prepare(upsertSql(set, mergeExpression));
    const definition: { readonly stated_wins?: true } = recordSets[set];
    const derived =
      definition.stated_wins === true ? this.sqlite.prepare(upsertSql(set, derivedExpression)) : stated;
    const plan = { fields, stated, derived };
    this.#plans.set(set, plan);
    return plan;
  }
}

function isCompactChange(change: RecordChange): change is CompactChange {
  return isCompact(change.set);
}

/**
 * The members of the state of an entity in order of their names: both sides of an entity tell the same state in different
 * orders, none of which says anything, and what is the same text is kept once.
 */
function inOrder(row: RecordIn<"entities">): ChangedRow {
  const props = asObject(row.props ?? undefined);
  if (props === undefined) return row;
  const names = Object.keys(props);
  if (names.every((name, i) => i === 0 || (names[i - 1] ?? "") <= name)) return row;
  return { ...row, props: Object.fromEntries(names.sort().map((name) => [name, props[name]])) };
}

/** SQL of a field as the row has it and as the newer statement says it. */
interface Sides {
  readonly current: (field: string) => string;
  readonly stated: (field: string) => string;
}
type Merging = (name: string, field: Field, sides: Sides, newestBy: readonly string[]) => string;

function upsertSql(set: SetName, merged: Merging): string {
  const { fields, key, name } = recordSets[set];
  const newestBy = newestByOf(set);
  if (isCompact(set))
    return compactUpsertSql(recordForms[set], fields, (column, field, sides) =>
      merged(column, field, sides, newestBy),
    );
  const columns = Object.entries<Field>(fields);
  const sides: Sides = { current: (column) => column, stated: (column) => `excluded.${column}` };
  const updates = columns
    .filter(([column]) => !(key as readonly string[]).includes(column))
    .map(([column, field]) => `${column} = ${merged(column, field, sides, newestBy)}`);
  const names = columns.map(([column]) => column);
  const action = updates.length === 0 ? "NOTHING" : `UPDATE SET ${updates.join(", ")}`;
  return `INSERT INTO ${name} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})
    ON CONFLICT (${key.join(", ")}) DO ${action}`;
}

/** A row with a source was stated by it; what follows from events only fills what it left out. */
const derivedExpression: Merging = (name, field, sides, newestBy) => {
  const merged = mergeExpression(name, field, sides, newestBy);
  return field.merge === "latest"
    ? `CASE WHEN source IS NOT NULL THEN coalesce(${sides.current(name)}, ${sides.stated(name)}) ELSE ${merged} END`
    : merged;
};

/** The fields by which the newer of two statements is told. */
function newestByOf(set: SetName): readonly string[] {
  const definition: { readonly newest_by?: readonly string[]; readonly fields: object } = recordSets[set];
  return definition.newest_by ?? ("occurred_at_ms" in definition.fields ? ["occurred_at_ms"] : []);
}

function mergeExpression(name: string, field: Field, sides: Sides, newestBy: readonly string[]): string {
  const { current, stated } = sides;
  const newer = `coalesce(${stated(name)}, ${current(name)})`;
  const older = `coalesce(${current(name)}, ${stated(name)})`;
  switch (field.merge) {
    case "first":
      return older;
    case "min":
      return `min(${older}, ${newer})`;
    case "max":
      return `max(${older}, ${newer})`;
    case "latest":
      if (newestBy.length === 0 || name === "updated_at_ms") return newer;
      // A comparison with NULL is NULL, so the first pair of which both sides are known decides.
      return `CASE WHEN coalesce(${newestBy.map((by) => `${stated(by)} < ${current(by)}`).join(", ")}, 0) THEN ${older} ELSE ${newer} END`;
  }
}

function fromContext(name: string, context: RecordContext): string | bigint | number | undefined {
  switch (name) {
    case "source":
      return context.source;
    case "ordinal":
      return context.ordinal;
    case "ingested_at_ms":
    case "updated_at_ms":
      return context.now_ms;
    default:
      return undefined;
  }
}

function binding(value: unknown, field: Field, name: string): Binding {
  if (value === undefined || value === null) return null;
  switch (field.type) {
    case "json":
      return stringifyExact(jsonValue(value));
    case "bool":
      return value === true ? 1 : 0;
    case "int":
    case "epoch_ms":
      if (typeof value === "number") return BigInt(Math.round(value));
      break;
    case "int64":
      if (typeof value === "bigint") return value;
      break;
    case "real":
      if (typeof value === "number") return value;
      break;
    case "text":
      if (typeof value === "string") return value;
      break;
    case "blob":
      if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
      break;
  }
  throw new TypeError(`${name} is ${typeof value}, not ${field.type}`);
}

/** A value of a `json` field: the record types say that it is a JSON value. */
function jsonValue(value: unknown): JsonValue {
  return value as JsonValue;
}
