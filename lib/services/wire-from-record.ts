import type { WireOf } from "@/lib/contracts/wire";
import type { Field, Fields, RecordSet } from "@/lib/domain/model/field";

type Row = Readonly<Record<string, unknown>>;

/**
 * The wire form of a stored record: 64-bit integers as decimal strings, absent values as null, bytes as
 * hex. Fields in `omit` are left out and need not be in the row.
 */
export function wireFromRecord<F extends Fields, const O extends keyof F & string = never>(
  set: RecordSet<string, F>,
  row: Row,
  omit: readonly O[] = [],
): Omit<WireOf<F>, O> {
  const left: readonly string[] = omit;
  return wireRow(set, row, (name) => !left.includes(name));
}

/** The wire form of some fields of a stored record: those that `fields` names. */
export function wireFieldsFromRecord<F extends Fields, K extends keyof F & string>(
  set: RecordSet<string, F>,
  row: Row,
  fields: Readonly<Record<K, true>>,
): Pick<WireOf<F>, K> {
  return wireRow(set, row, (name) => name in fields);
}

/** Gives every wanted field of the set its wire form, which is what the mapped types say. */
function wireRow<F extends Fields, T>(
  set: RecordSet<string, F>,
  row: Row,
  isWanted: (name: string) => boolean,
): T {
  const wire: Record<string, unknown> = {};
  for (const [name, field] of Object.entries<Field>(set.fields)) {
    if (isWanted(name)) wire[name] = wireValue(row[name], field);
  }
  return wire as T;
}

function wireValue(value: unknown, field: Field): unknown {
  if (value === undefined || value === null) return null;
  if (field.type === "int64" && typeof value === "bigint") return String(value);
  return Buffer.isBuffer(value) ? value.toString("hex") : value;
}
