import type { FieldName } from "./query-fields";

/** Place in the text of a query: UTF-16 offsets, end excluded. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A point of a range: a number in the unit of the column (milliseconds, bytes, a count), or a time before now. */
export type Point = bigint | { readonly ago_ms: bigint };

export interface Limit {
  readonly point: Point;
  readonly isIncluded: boolean;
}

/** What one alternative of a field term asks of the value. */
export type Condition =
  | { readonly kind: "equals"; readonly text: string }
  /** Written `llm.*`. */
  | { readonly kind: "starts"; readonly text: string }
  /** Written `*`: there is a value at all. */
  | { readonly kind: "present" }
  | { readonly kind: "range"; readonly from?: Limit; readonly to?: Limit };

/** `tool:search,sql`: one of the conditions holds; `-tool:search`: none of them does. */
export interface FieldTerm {
  readonly kind: "field";
  readonly field: FieldName;
  readonly isExcluded: boolean;
  readonly conditions: readonly Condition[];
}

/** Free text: a word finds words that begin with it, a phrase in quotes finds exactly those words in a row. */
export interface TextTerm {
  readonly kind: "text";
  readonly text: string;
  readonly isPhrase: boolean;
  readonly isExcluded: boolean;
}

export type Term = FieldTerm | TextTerm;

/** All terms hold. */
export type Query = readonly Term[];

/** Something in the text that is no query, with its place and what to write instead where that can be guessed. */
export interface QueryFault extends Span {
  readonly message: string;
  /** Text that would be right in the place. */
  readonly suggestion?: string;
}
