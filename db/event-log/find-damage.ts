import { hash } from "node:crypto";
import { ConsoleError } from "@/lib/domain/console-error";
import type { ReadStore } from "../store";
import { EnvelopeReader } from "./envelope-reader";
import { readRanges, type OrdinalRange } from "./ordinal-ranges";
import { readPlaces } from "./segment-places";

/** An envelope whose bytes no longer are those that came in, and where they stand. */
export interface DamagedEnvelope {
  readonly ordinal: bigint;
  readonly conv_id: string | null;
  readonly source: string | null;
  readonly stream: string | null;
  readonly type: string | null;
  /** The segment that lists it; null where no list can be read. */
  readonly segment_key: bigint | null;
  readonly detail: string;
}

/** Envelopes between two progress reports. */
const pageSize = 2_000;

/**
 * Reads every envelope and compares its SHA-256: O(bytes of the log). Goes segment by segment, so that each is
 * unpacked once. What no segment lists is looked up one by one.
 */
export function* findDamage(
  store: ReadStore,
  onProgress: (done: number) => void = () => undefined,
): Generator<DamagedEnvelope> {
  const reader = new EnvelopeReader(store.sqlite);
  let done = 0;
  for (const { segment_key, ordinals } of walk(store)) {
    for (const ordinal of ordinals) {
      const detail = damageOf(reader, ordinal);
      if (detail !== undefined) yield { ordinal, segment_key, ...describeEnvelope(store, ordinal), detail };
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

interface OrdinalPage {
  readonly segment_key: bigint | null;
  readonly ordinals: readonly bigint[];
}

/**
 * Every ordinal once: segment by segment, then what none holds, which is damage as well. Damaged pages end the walk of
 * the segments; what was not seen is then among the last.
 */
function* walk({ sqlite }: ReadStore): Generator<OrdinalPage> {
  const seen = new Set<bigint>();
  try {
    for (const page of segmentPages(sqlite)) {
      for (const ordinal of page.ordinals) seen.add(ordinal);
      yield page;
    }
  } catch (error) {
    if (!isCorruption(error)) throw error;
  }
  for (const ordinals of pages(remaining(sqlite, seen))) yield { segment_key: null, ordinals };
}

function* segmentPages(sqlite: ReadStore["sqlite"]): Generator<OrdinalPage> {
  const next = sqlite.prepare(
    "SELECT segment_key, places FROM event_segments WHERE segment_key > ? ORDER BY segment_key LIMIT 1",
  );
  let last = 0n;
  for (;;) {
    const row = segmentRow(next.get(last));
    if (row === undefined) return;
    last = row.segment_key;
    yield { segment_key: last, ordinals: [...readPlaces(row.places)].map(({ ordinal }) => ordinal) };
  }
}

/**
 * Every ordinal that was ever given, not yet seen and not removed on purpose. Ordinals are gap-free, and the receipts
 * counted them.
 */
function* remaining(sqlite: ReadStore["sqlite"], seen: ReadonlySet<bigint>): Generator<bigint> {
  const removed = removedRanges(sqlite);
  let next = 0;
  const stored: unknown = sqlite.prepare("SELECT coalesce(sum(stored), 0) FROM receipts").pluck().get();
  const last = typeof stored === "bigint" ? stored : 0n;
  for (let ordinal = 1n; ordinal <= last; ordinal += 1n) {
    const range = removed[next];
    if (range !== undefined && ordinal >= range.first) {
      ordinal = range.last;
      next += 1;
    } else if (!seen.has(ordinal)) yield ordinal;
  }
}

/** Ordinals that the rows of removals name, in order; no ordinal is removed twice. */
function removedRanges(sqlite: ReadStore["sqlite"]): readonly OrdinalRange[] {
  return sqlite
    .prepare("SELECT ordinals FROM removals WHERE ordinals IS NOT NULL")
    .pluck()
    .all()
    .flatMap((text) => readRanges(String(text)))
    .sort((a, b) => (a.first < b.first ? -1 : 1));
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

const unknownPlace = { conv_id: null, source: null, stream: null, type: null };

type Described = Pick<DamagedEnvelope, "conv_id" | "source" | "stream" | "type">;

/** What the log tells of an envelope; nothing where damaged pages keep it from being read. */
export function describeEnvelope({ sqlite }: ReadStore, ordinal: bigint): Described {
  try {
    const row = sqlite
      .prepare(
        `SELECT c.conv_id, o.name AS source, s.name AS stream, t.name AS type FROM events e
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
function described(row: unknown): Described {
  return row as Described;
}

/** Row of the segment query, whose columns it names. */
function segmentRow(row: unknown): { segment_key: bigint; places: Buffer } | undefined {
  return row as { segment_key: bigint; places: Buffer } | undefined;
}

/** Row of the conflict query, whose columns it names. */
function conflictRow(row: unknown): { conflict_id: string; other_sha256: string; bytes: Buffer } {
  return row as { conflict_id: string; other_sha256: string; bytes: Buffer };
}
