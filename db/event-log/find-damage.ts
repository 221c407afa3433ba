import { hash } from "node:crypto";
import { ConsoleError } from "@/lib/domain/console-error";
import type { ReadStore } from "../store";
import { EnvelopeReader } from "./envelope-reader";

/** An envelope whose bytes no longer are those that came in, and where they stand. */
export interface DamagedEnvelope {
  readonly ordinal: bigint;
  readonly conv_id: string | null;
  readonly source: string | null;
  readonly stream: string | null;
  readonly type: string | null;
  /** The segment that holds it; null for the tail, or when not even its row can be read. */
  readonly segment_key: bigint | null;
  readonly detail: string;
}

/** Envelopes between two progress reports. */
const pageSize = 2_000;

/**
 * Reads every envelope and compares its SHA-256: O(bytes of the log). Goes segment by segment, so that each is
 * unpacked once. Where damaged pages stop that walk, the rest is looked up one by one.
 */
export function* findDamage(
  store: ReadStore,
  onProgress: (done: number) => void = () => undefined,
): Generator<DamagedEnvelope> {
  const reader = new EnvelopeReader(store.sqlite);
  let done = 0;
  for (const ordinals of walk(store)) {
    for (const ordinal of ordinals) {
      const detail = damageOf(reader, ordinal);
      if (detail !== undefined) yield { ordinal, ...describe(store, ordinal), detail };
    }
    done += ordinals.length;
    onProgress(done);
  }
}

/** Other sides of conflicts whose bytes no longer match their hash. */
export function findDamagedConflicts({ sqlite }: ReadStore): readonly string[] {
  const damaged: string[] = [];
  const rows = sqlite.prepare(
    `SELECT c.conflict_id, c.other_sha256, b.bytes FROM event_conflicts c
     JOIN conflict_bytes b ON b.conflict_id = c.conflict_id`,
  );
  for (const row of rows.iterate()) {
    const { conflict_id, other_sha256, bytes } = conflictRow(row);
    if (hash("sha256", bytes, "hex") !== other_sha256) damaged.push(conflict_id);
  }
  return damaged;
}

/** Pages of ordinals in order of their segment, each ordinal once. */
function* walk({ sqlite }: ReadStore): Generator<readonly bigint[]> {
  const page = sqlite.prepare(
    `SELECT ordinal, segment_key FROM events WHERE (coalesce(segment_key, 0), ordinal) > (?, ?)
     ORDER BY coalesce(segment_key, 0), ordinal LIMIT ?`,
  );
  const seen = new Set<bigint>();
  let last: readonly [bigint, bigint] = [-1n, -1n];
  try {
    for (;;) {
      const rows = page.all(...last, pageSize).map(placeRow);
      const newest = rows.at(-1);
      if (newest === undefined) return;
      last = [newest.segment_key ?? 0n, newest.ordinal];
      for (const { ordinal } of rows) seen.add(ordinal);
      yield rows.map(({ ordinal }) => ordinal);
    }
  } catch (error) {
    if (!isCorruption(error)) throw error;
    yield* pages(remaining(sqlite, seen));
  }
}

/** Every ordinal that was ever given and not yet seen. Ordinals are gap-free, and the receipts counted them. */
function* remaining(sqlite: ReadStore["sqlite"], seen: ReadonlySet<bigint>): Generator<bigint> {
  const stored: unknown = sqlite.prepare("SELECT coalesce(sum(stored), 0) FROM receipts").pluck().get();
  const last = typeof stored === "bigint" ? stored : 0n;
  for (let ordinal = 1n; ordinal <= last; ordinal += 1n) if (!seen.has(ordinal)) yield ordinal;
}

function* pages(ordinals: Iterable<bigint>): Generator<readonly bigint[]> {
  let page: bigint[] = [];
  for (const ordinal of ordinals) {
    page.push(ordinal);
    if (page.length < pageSize) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

/** What is wrong with an envelope; undefined when it is sound. Bytes that are gone are damage: nothing removes them. */
function damageOf(reader: EnvelopeReader, ordinal: bigint): string | undefined {
  try {
    reader.read(ordinal);
    return undefined;
  } catch (error) {
    if (!(error instanceof ConsoleError)) throw error;
    return error.message;
  }
}

const unknownPlace = { conv_id: null, source: null, stream: null, type: null, segment_key: null };

function describe({ sqlite }: ReadStore, ordinal: bigint): Omit<DamagedEnvelope, "ordinal" | "detail"> {
  try {
    const row = sqlite
      .prepare(
        `SELECT c.conv_id, o.name AS source, s.name AS stream, t.name AS type, e.segment_key FROM events e
         LEFT JOIN conversation_keys c ON c.conv_key = e.conv_key
         LEFT JOIN sources o ON o.source_key = e.source_key
         LEFT JOIN streams s ON s.stream_key = e.stream_key
         LEFT JOIN event_types t ON t.type_key = e.type_key WHERE e.ordinal = ?`,
      )
      .get(ordinal);
    return row === undefined ? unknownPlace : described(row);
  } catch (error) {
    if (isCorruption(error)) return unknownPlace;
    throw error;
  }
}

function isCorruption(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_CORRUPT");
}

/** Row of the describing query, whose columns it names. */
function described(row: unknown): Omit<DamagedEnvelope, "ordinal" | "detail"> {
  return row as Omit<DamagedEnvelope, "ordinal" | "detail">;
}

/** Row of the page query, whose columns it names. */
function placeRow(row: unknown): { ordinal: bigint; segment_key: bigint | null } {
  return row as { ordinal: bigint; segment_key: bigint | null };
}

/** Row of the conflict query, whose columns it names. */
function conflictRow(row: unknown): { conflict_id: string; other_sha256: string; bytes: Buffer } {
  return row as { conflict_id: string; other_sha256: string; bytes: Buffer };
}
