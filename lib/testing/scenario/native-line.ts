import type { SetName, RecordIn } from "@/lib/domain/model";

/** Keys of a native ingest line; absent ones are left out. */
export interface LineKeys {
  readonly conv_id?: string | undefined;
  readonly session_id?: string | undefined;
  readonly turn_id?: string | undefined;
  readonly run_id?: string | undefined;
  readonly request_id?: string | undefined;
  readonly idempotency_key?: string | undefined;
  readonly stream_id?: string | undefined;
  readonly trace_id?: string | undefined;
  readonly span_id?: string | undefined;
  readonly parent_span_id?: string | undefined;
}

/** What a line says about one record of a set: any of its fields. */
export type RecordStatement<N extends SetName> = Partial<RecordIn<N>>;

/**
 * Prints the native ingest lines of one emitter. Line ids are the prefix and a running number, so that a
 * scenario printed twice gives the same lines.
 */
export class LinePrinter {
  readonly source: string;
  readonly #prefix: string;
  #count = 0;

  constructor(source: string, prefix: string) {
    this.source = source;
    this.#prefix = prefix;
  }

  nextId(): string {
    this.#count += 1;
    return `${this.#prefix}:${String(this.#count).padStart(5, "0")}`;
  }

  /** A line that states fields of one record. */
  record<N extends SetName>(
    type: string,
    _set: N,
    atMs: number,
    keys: LineKeys,
    row: RecordStatement<N> | { readonly blocks: unknown },
  ): string {
    const line = { id: this.nextId(), type, source: this.source, occurred_at_ms: Math.round(atMs), ...keys };
    return JSON.stringify({ ...line, data: row }, bigintAsText);
  }

  /** A line that carries an envelope verbatim. */
  envelope(id: string, atMs: number, keys: LineKeys, envelope: string): string {
    const line = { id, type: "sem.event", source: this.source, occurred_at_ms: Math.round(atMs), ...keys };
    return JSON.stringify({ ...line, data: { envelope } });
  }
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}
