import { sql, type SQL } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Condition, FieldTerm, Limit, Query, Term, TextTerm } from "@/lib/domain/query/query";
import type { FieldOf, ListName } from "@/lib/domain/query/query-fields";
import { prefixPattern, containsPattern } from "../like-pattern";

/** What a condition needs besides itself: the time that "two hours ago" counts from. */
export interface FilterContext {
  readonly now_ms: number;
}

/** SQL that is true for rows of which one of the conditions holds. */
export type FieldSql = (conditions: readonly Condition[], context: FilterContext) => SQL;

/** How a list answers each of its fields. A field that the table of fields names and this lacks is a type error. */
export type ListFields<L extends ListName> = Readonly<Record<FieldOf<L>, FieldSql>>;

/** How a list answers free text. */
export type TextSql = (term: TextTerm) => SQL;

/** Conditions of a query, one per term. */
export function conditionsOf<L extends ListName>(
  query: Query,
  fields: ListFields<L>,
  text: TextSql,
  context: FilterContext,
): SQL[] {
  return query.map((term) => conditionOf(term, fields, text, context));
}

/** A row whose value is unknown is not what is excluded, so it stays. */
export function conditionOf<L extends ListName>(
  term: Term,
  fields: ListFields<L>,
  text: TextSql,
  context: FilterContext,
): SQL {
  const condition = term.kind === "text" ? text(term) : fieldSql(term, fields)(term.conditions, context);
  return term.isExcluded ? sql`(${condition}) IS NOT TRUE` : sql`(${condition})`;
}

function fieldSql<L extends ListName>(term: FieldTerm, fields: ListFields<L>): FieldSql {
  const found = new Map<string, FieldSql>(Object.entries<FieldSql>(fields)).get(term.field);
  if (found === undefined)
    throw new Error(`${term.field} is no field of this list; the parser lets none through`);
  return found;
}

type Column = SQL | SQLiteColumn;

/** A value that is compared as it stands. */
export function column(value: Column): FieldSql {
  return (conditions, context) => matches(value, conditions, context);
}

/** A text that is searched, whatever the case. */
export function contains(value: Column): FieldSql {
  return (conditions, context) =>
    anyOf(
      conditions.map((condition) =>
        condition.kind === "equals"
          ? sql`${value} LIKE ${containsPattern(condition.text)} ESCAPE '\\'`
          : matches(value, [condition], context),
      ),
    );
}

/** One of several values. */
export function either(...fields: readonly FieldSql[]): FieldSql {
  return (conditions, context) => anyOf(fields.map((field) => field(conditions, context)));
}

/** A word that the table holds as its place in a list. */
export function coded(value: Column, words: readonly string[]): FieldSql {
  return (conditions) =>
    anyOf(
      conditions.map((condition) =>
        condition.kind === "equals"
          ? sql`${value} = ${words.indexOf(condition.text)}`
          : sql`${value} IS NOT NULL`,
      ),
    );
}

/** Words that stand for a condition each. */
export function flags(byWord: Readonly<Record<string, SQL>>): FieldSql {
  return (conditions) =>
    anyOf(
      conditions.flatMap((condition) =>
        condition.kind === "equals" ? [byWord[condition.text] ?? sql`FALSE`] : Object.values(byWord),
      ),
    );
}

/** A field that no row of the table has. */
export const nowhere: FieldSql = () => sql`FALSE`;

/** SQL that one of the conditions holds of a value. Equal values are one IN, so that an index can serve them. */
export function matches(value: Column, conditions: readonly Condition[], context: FilterContext): SQL {
  const equal = conditions.flatMap((condition) => (condition.kind === "equals" ? [condition.text] : []));
  const others = conditions.filter((condition) => condition.kind !== "equals");
  return anyOf([
    ...(equal.length === 0 ? [] : [sql`${value} IN ${equal}`]),
    ...others.map((condition) => matchesOne(value, condition, context)),
  ]);
}

function matchesOne(
  value: Column,
  condition: Exclude<Condition, { kind: "equals" }>,
  context: FilterContext,
): SQL {
  switch (condition.kind) {
    case "starts":
      return sql`${value} LIKE ${prefixPattern(condition.text)} ESCAPE '\\'`;
    case "present":
      return sql`${value} IS NOT NULL`;
    case "range": {
      const { from, to } = condition;
      const parts = [
        ...(from === undefined
          ? []
          : [sql`${value} ${sql.raw(from.isIncluded ? ">=" : ">")} ${at(from, context)}`]),
        ...(to === undefined
          ? []
          : [sql`${value} ${sql.raw(to.isIncluded ? "<=" : "<")} ${at(to, context)}`]),
      ];
      return sql.join(parts, sql` AND `);
    }
  }
}

/** A span of time of the row that shares some of a range. What began and is not known to have ended is its begin. */
export function overlaps(begin: SQL, end: SQL): FieldSql {
  const last = sql`coalesce(${end}, ${begin})`;
  return (conditions, context) =>
    anyOf(
      conditions.map((condition) => {
        if (condition.kind !== "range") return matches(last, [condition], context);
        const { from, to } = condition;
        const parts = [
          ...(from === undefined ? [] : [matches(last, [{ kind: "range", from }], context)]),
          ...(to === undefined ? [] : [matches(begin, [{ kind: "range", to }], context)]),
        ];
        return sql`(${sql.join(parts, sql` AND `)})`;
      }),
    );
}

function at({ point }: Limit, { now_ms }: FilterContext): bigint {
  return typeof point === "bigint" ? point : BigInt(now_ms) - point.ago_ms;
}

export function anyOf(conditions: readonly SQL[]): SQL {
  return conditions.length === 0 ? sql`FALSE` : sql`(${sql.join([...conditions], sql` OR `)})`;
}
