import { z } from "zod";
import { parseQuery, queryOf } from "@/lib/domain/query/parse-query";
import type { Query, QueryFault } from "@/lib/domain/query/query";
import { fieldNames, fieldsOfList, type FieldName, type ListName } from "@/lib/domain/query/query-fields";
import { termsOfParameter } from "@/lib/domain/query/query-parameters";

/** Values of parameters as they arrive: one list per name, in the order of the address. */
type RawValues = Readonly<Record<string, readonly string[] | undefined>>;

const valuesParam = z.array(z.string()).optional();

/**
 * The query of a list: `q` in the query language, and one parameter per field of the list as a shorthand: `class=tool,-x`
 * says the same as `q=class:tool -class:x`. `rest` are the list's own parameters. Gives the terms of all as `query`;
 * each fault becomes an issue with its place in the text.
 */
export function listQuerySchema<L extends ListName, Rest extends z.ZodRawShape>(list: L, rest: Rest) {
  return z
    .strictObject({ q: valuesParam, ...parametersOf(fieldsOfList(list)), ...rest })
    .transform((raw, context): Omit<typeof raw, "q" | FieldName> & { query: Query } => {
      const names = new Set<string>(["q", ...fieldNames]);
      const own = Object.fromEntries(Object.entries(raw).filter(([name]) => !names.has(name)));
      return { ...withoutFields<typeof raw>(own), query: readQuery(list, rawValues(raw), context) };
    });
}

/** Terms of `q` and of the field parameters. Adds an issue per fault. */
export function readQuery(list: ListName, raw: RawValues, context: z.RefinementCtx): Query {
  const parsed = parseQuery(raw["q"]?.at(-1) ?? "", list);
  for (const fault of parsed.faults) context.addIssue(issueOf("q", fault));
  const shorthand = fieldsOfList(list).flatMap((field) =>
    (raw[field] ?? []).flatMap((value) => {
      const { terms, faults } = termsOfParameter(list, field, value);
      for (const fault of faults) context.addIssue(issueOf(field, fault));
      return terms;
    }),
  );
  return [...queryOf(parsed), ...shorthand];
}

/** Parameters of every list, for a route that serves them all. */
export const anyFieldParameters = parametersOf(fieldNames);

function parametersOf(fields: readonly FieldName[]): Readonly<Record<string, typeof valuesParam>> {
  return Object.fromEntries(fields.map((field) => [field, valuesParam]));
}

/** What is left has neither `q` nor a field in it, as the filter before says. */
function withoutFields<Raw>(own: object): Omit<Raw, "q" | FieldName> {
  return own as Omit<Raw, "q" | FieldName>;
}

/** `q` and the fields are lists of text by their schema; whatever else is in it is not read. */
function rawValues(raw: object): RawValues {
  return raw as RawValues;
}

function issueOf(parameter: string, { message, ...place }: QueryFault) {
  return { code: "custom" as const, message, path: [parameter], params: place };
}
