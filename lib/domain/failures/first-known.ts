/** The first value that is there; null is how records say that a value is absent. */
export function firstKnown<T>(...values: readonly (T | null | undefined)[]): T | undefined {
  for (const value of values) if (value !== null && value !== undefined) return value;
  return undefined;
}
