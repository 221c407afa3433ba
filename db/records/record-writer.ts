import type Database from "better-sqlite3";
import { stringifyExact } from "@/lib/domain/json/exact-json";
import { asObject } from "@/lib/domain/json/json-access";
import type { Field, JsonValue } from "@/lib/domain/model/field";
import { recordSets, type RecordChange, type RecordIn, type SetName } from "@/lib/domain/model";
import { CompactRows, type CompactChange } from "./compact-rows";
import { MergeStatements, type Binding } from "./merge-statements";
import { isCompact } from "./record-forms";

/** What the pipeline knows about every record of an envelope. */
export interface RecordContext {
  readonly source?: string;
  readonly ordinal?: bigint;
  readonly now_ms: number;
  /** The statements follow from events; where the set says so, what a source stated itself stays. */
  readonly derived?: boolean;
}

type ChangedRow = Readonly<Record<string, unknown>>;
interface Plan {
  readonly fields: readonly (readonly [name: string, field: Field])[];
  readonly stated: MergeStatements;
  readonly derived: MergeStatements;
}

/**
 * Merges statements about records into their tables, with prepared upserts.
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
    const statements = context.derived === true ? plan.derived : plan.stated;
    if (isCompactChange(change)) statements.runWhole(this.#compact.rowOf(change, bindings));
    else statements.run(bindings);
  }

  #prepare(set: SetName): Plan {
    const fields = Object.entries<Field>(recordSets[set].fields);
    const names = fields.map(([name]) => name);
    const stated = new MergeStatements(this.sqlite, set, "stated", names);
    const definition: { readonly stated_wins?: true } = recordSets[set];
    const derived =
      definition.stated_wins === true ? new MergeStatements(this.sqlite, set, "derived", names) : stated;
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
