import type { Field } from "@/lib/domain/model/field";
import { recordSets, type SetName } from "@/lib/domain/model";
import { compactUpsertSql } from "./compact-rows";
import { isCompact, recordForms } from "./record-forms";

/** SQL of a field as the row has it and as the newer statement says it. */
interface Sides {
  readonly current: (field: string) => string;
  readonly stated: (field: string) => string;
}

/** How values meet those that are there: as a source states them, or as they follow from events. */
export type Merging = "stated" | "derived";

/**
 * The upsert of a set. `columns` are the fields that the rows to be merged state, if they are known: what is absent changes
 * nothing, so with those alone the same is merged. Sets with a form of their own are always merged whole.
 */
export function upsertSql(set: SetName, merging: Merging, columns?: ReadonlySet<string>): string {
  const { fields, key, name } = recordSets[set];
  const merged = merging === "derived" ? derivedExpression : mergeExpression;
  const newestBy = newestByOf(set);
  if (isCompact(set))
    return compactUpsertSql(recordForms[set], fields, (column, field, sides) =>
      merged(column, field, sides, newestBy),
    );
  const stated = Object.entries<Field>(fields).filter(([column]) => columns?.has(column) ?? true);
  const sides: Sides = { current: (column) => column, stated: (column) => `excluded.${column}` };
  const updates = stated
    .filter(([column]) => !(key as readonly string[]).includes(column))
    .map(([column, field]) => `${column} = ${merged(column, field, sides, newestBy)}`);
  const names = stated.map(([column]) => column);
  const action = updates.length === 0 ? "NOTHING" : `UPDATE SET ${updates.join(", ")}`;
  return `INSERT INTO ${name} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})
    ON CONFLICT (${key.join(", ")}) DO ${action}`;
}

/** A row with a source was stated by it; what follows from events only fills what it left out. */
function derivedExpression(name: string, field: Field, sides: Sides, newestBy: readonly string[]): string {
  const merged = mergeExpression(name, field, sides, newestBy);
  return field.merge === "latest"
    ? `CASE WHEN source IS NOT NULL THEN coalesce(${sides.current(name)}, ${sides.stated(name)}) ELSE ${merged} END`
    : merged;
}

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
