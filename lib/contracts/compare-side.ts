/** One side of a comparison: a conversation, or one turn of it. */
export interface CompareSide {
  readonly conv_id: string;
  readonly turn_id?: string | undefined;
}

/** A side as the address writes it, `conv` or `conv/turn`; a slash or percent sign inside an id is encoded. */
export function printCompareSide({ conv_id, turn_id }: CompareSide): string {
  return [conv_id, ...(turn_id === undefined ? [] : [turn_id])]
    .map((part) => part.replace(/[%/]/g, encodeURIComponent))
    .join("/");
}

/** Reads a side; undefined when it is none. */
export function readCompareSide(text: string): CompareSide | undefined {
  const [conv_id, turn_id, ...more] = text
    .split("/")
    .map((part) => part.replace(/%25|%2F/gi, decodeURIComponent));
  if (conv_id === undefined || conv_id === "" || turn_id === "" || more.length > 0) return undefined;
  return { conv_id, turn_id };
}

/** Address of the page that compares two sides; without the second it asks for it. */
export function compareHref(a: CompareSide, b?: CompareSide): string {
  const query = new URLSearchParams({ a: printCompareSide(a) });
  if (b !== undefined) query.set("b", printCompareSide(b));
  return `/compare?${query.toString()}`;
}
