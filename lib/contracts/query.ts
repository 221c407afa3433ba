import { z } from "zod";

/**
 * Building blocks for query strings. Every parameter arrives as the list of its values in the order of
 * the URL; these schemas turn that list into what a service takes.
 */

/** One value; the last wins, an empty one counts as absent. */
export const textParam = z
  .array(z.string())
  .transform((values) => values.at(-1)?.trim())
  .transform((value) => (value === "" ? undefined : value))
  .optional();

/**
 * A filter: a list of alternatives per occurrence. `tool=a,b&tool=c` is [[a, b], [c]]: (a or b) and c.
 * A comma inside a value is written `\,`.
 */
export type Filter = readonly (readonly string[])[];
export const filterParam = z
  .array(z.string())
  .default([])
  .transform((values): Filter => values.map(splitAlternatives).filter((list) => list.length > 0));

/** Page size from 1 to `max`. */
export function limitParam(fallback: number, max: number) {
  return z
    .array(z.string())
    .transform((values) => Number(values.at(-1)))
    .pipe(z.int().min(1).max(max))
    .default(fallback);
}

/** A column to sort by, with a leading minus for descending; without one, `first` descending. */
export function sortParam<const S extends string>(columns: readonly S[], first: NoInfer<S>) {
  return z
    .array(z.string())
    .transform((values) => values.at(-1) ?? "")
    .transform((text, context): { by: S; descending: boolean } => {
      const by = columns.find((name) => name === text.replace(/^-/, ""));
      if (by !== undefined) return { by, descending: text.startsWith("-") };
      context.addIssue({
        code: "custom",
        message: `expected one of ${columns.join(", ")}, with - for descending`,
      });
      return z.NEVER;
    })
    .default({ by: first, descending: true });
}

/** A 64-bit ordinal. */
export const ordinalParam = z
  .array(z.string())
  .transform((values) => values.at(-1) ?? "")
  .pipe(z.string().regex(/^\d{1,19}$/, "expected a decimal ordinal"))
  .transform((digits) => BigInt(digits))
  .optional();

/** A number of bytes up to `max`. */
export function bytesParam(max: number) {
  return z
    .array(z.string())
    .transform((values) => Number(values.at(-1)))
    .pipe(z.int().min(0).max(max))
    .optional();
}

/** A time, epoch milliseconds. */
export const timeParam = z
  .array(z.string())
  .transform((values) => Number(values.at(-1)))
  .pipe(z.int().min(0))
  .optional();

export function splitAlternatives(value: string): string[] {
  return value
    .split(/(?<!\\),/)
    .map((part) => part.replaceAll("\\,", ",").trim())
    .filter((part) => part !== "");
}

/** Search parameters as the query schemas take them: the list of values per name. */
export function valuesByName(parameters: URLSearchParams): Record<string, string[]> {
  const values: Record<string, string[]> = {};
  for (const [name, value] of parameters) (values[name] ??= []).push(value);
  return values;
}
