/**
 * The vocabulary in which the data model is written down.
 *
 * Every stored field of every domain is declared once, as data, in this folder. From that one
 * declaration follow the TypeScript record types, the SQLite columns (`db/schema`), the zod schemas of
 * native ingest (`lib/contracts/ingest`), the sensitivity tags of the redaction stage and the reference
 * page `docs/data-model.md`. A field therefore has one name everywhere: the mission's own.
 */

/** Storage kind of a field. `int` is at most 2^53; ordinals beyond that are `int64` (bigint). */
export type FieldType = "text" | "int" | "int64" | "real" | "bool" | "epoch_ms" | "json" | "blob";

/**
 * How carefully a value must be treated. Structural and operational values survive every capture
 * profile; content, personal and secret values pass the redaction stage.
 */
export type Sensitivity = "structural" | "operational" | "content" | "personal" | "secret";

/**
 * What happens when a record with the same key states a field again. An absent value never erases a
 * present one; `latest` takes the newer value, `first` keeps the older, `min` and `max` compare.
 */
export type Merge = "latest" | "first" | "min" | "max";

export interface Field {
  readonly type: FieldType;
  readonly doc: string;
  readonly unit: string;
  readonly sensitivity: Sensitivity;
  readonly merge: Merge;
  readonly required: boolean;
  readonly values?: readonly string[];
}

type Options = Partial<Pick<Field, "unit" | "sensitivity" | "merge">>;
type Optional<T extends FieldType> = Field & { readonly type: T; readonly required: false };

function field<T extends FieldType>(type: T, doc: string, defaults: Options, options?: Options) {
  const merged = { unit: "", sensitivity: "structural", merge: "latest", ...defaults, ...options } as const;
  return { type, doc, required: false, ...merged } as Optional<T>;
}

/** An id, name or other short text. */
export const text = (doc: string, options?: Options) => field("text", doc, {}, options);
/** Text written by people or models: prompts, answers, messages, reasons. */
export const content = (doc: string, options?: Options) =>
  field("text", doc, { sensitivity: "content" }, options);
/** Text about operation: model names, versions, codes, routes. */
export const label = (doc: string, options?: Options) =>
  field("text", doc, { sensitivity: "operational" }, options);
/** A count or size that stays below 2^53. */
export const int = (doc: string, options?: Options) => field("int", doc, {}, options);
/** A 64-bit ordinal: bigint in code, decimal string in JSON. */
export const int64 = (doc: string, options?: Options) => field("int64", doc, {}, options);
/** A fraction: cost, confidence, rate. */
export const real = (doc: string, options?: Options) => field("real", doc, {}, options);
export const bool = (doc: string, options?: Options) => field("bool", doc, {}, options);
/** A point in time: epoch milliseconds, UTC. */
export const epochMs = (doc: string, options?: Options) =>
  field("epoch_ms", doc, { unit: "ms since epoch, UTC" }, options);
/** A duration in milliseconds; fractions allowed. */
export const ms = (doc: string, options?: Options) => field("real", doc, { unit: "ms" }, options);
export const bytes = (doc: string, options?: Options) => field("int", doc, { unit: "bytes" }, options);
/** Structured value kept as JSON text. Integers beyond 2^53 inside it are kept as written. */
export const json = (doc: string, options?: Options) =>
  field("json", doc, { sensitivity: "content" }, options);
export const blob = (doc: string, options?: Options) =>
  field("blob", doc, { sensitivity: "content" }, options);

/** A text field with a closed list of values. */
export function oneOf<const V extends readonly string[]>(values: V, doc: string, options?: Options) {
  return { ...field("text", doc, {}, options), values };
}

/** Marks a field as always present (NOT NULL). Key fields must be required. */
export function required<F extends Field>(f: F) {
  return { ...f, required: true } as Omit<F, "required"> & { readonly required: true };
}

export type Fields = Readonly<Record<string, Field>>;

/** A JSON value as the model sees it; bigint stands for integers that a number cannot hold. */
export type JsonValue =
  null | boolean | number | bigint | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

type ValueOf<F> = F extends { values: readonly (infer V)[] }
  ? V
  : F extends { type: "text" }
    ? string
    : F extends { type: "int" | "real" | "epoch_ms" }
      ? number
      : F extends { type: "int64" }
        ? bigint
        : F extends { type: "bool" }
          ? boolean
          : F extends { type: "json" }
            ? JsonValue
            : F extends { type: "blob" }
              ? Uint8Array
              : never;

type RequiredNames<F extends Fields> = {
  [K in keyof F]: F[K] extends { required: true } ? K : never;
}[keyof F];

type Flatten<T> = { [K in keyof T]: T[K] };

/** The record type that a field list describes: required fields present, all others optional. */
export type RecordOf<F extends Fields> = Flatten<
  { [K in RequiredNames<F>]: ValueOf<F[K]> } & {
    [K in Exclude<keyof F, RequiredNames<F>>]?: ValueOf<F[K]> | null;
  }
>;

/** One set of records: a table in the store, a record type in code, a section in the reference. */
export interface RecordSet<N extends string = string, F extends Fields = Fields> {
  readonly name: N;
  readonly domain: number;
  readonly doc: string;
  /** Where the values come from, in words, for the reference page. */
  readonly sources: string;
  /** Fields that identify one record. */
  readonly key: readonly (keyof F & string)[];
  /**
   * Fields that tell which of two statements is newer: the first that both have decides (default:
   * occurred_at_ms where the set has it). An older statement fills what is missing and overwrites nothing.
   */
  readonly newest_by?: readonly (keyof F & string)[];
  /** What a source states about such a record itself is not overwritten by what follows from its events. */
  readonly stated_wins?: true;
  readonly fields: F;
}

/** Declares a record set. `domain` is its section number in the domain list. */
export function recordSet<const N extends string, F extends Fields>(set: RecordSet<N, F>): RecordSet<N, F> {
  return set;
}
