import type Database from "better-sqlite3";
import { ConsoleError } from "@/lib/domain/console-error";
import { storageProblem } from "@/lib/domain/storage-problem";
import { hasHash } from "./content-hash";
import { readSegmentData } from "./segment-data";
import { readPlaces, type SegmentPlace } from "./segment-places";

interface LogRow {
  readonly sha256: Buffer;
  readonly conv_key: bigint | null;
}

interface DataRow {
  readonly codec: string;
  readonly raw_bytes: bigint;
  readonly data: Buffer;
}

interface OpenSegment {
  readonly places: ReadonlyMap<bigint, SegmentPlace>;
  readonly unpacked: Buffer;
}

/**
 * Segments kept unpacked: readers walk a conversation, so the next envelope is mostly in the same one, and of one that is
 * being written there are many small ones.
 */
const openSegments = 4;

/**
 * Reads envelopes back byte for byte from their segment and checks the SHA-256 of each. Reading one envelope touches
 * one segment.
 */
export class EnvelopeReader {
  readonly #row: Database.Statement;
  readonly #candidates: Database.Statement;
  readonly #segment: Database.Statement;
  readonly #open = new Map<bigint, OpenSegment>();

  constructor(sqlite: Database.Database) {
    this.#row = sqlite.prepare("SELECT sha256, conv_key FROM events WHERE ordinal = ?");
    this.#candidates = sqlite.prepare(segmentsAroundSql);
    this.#segment = sqlite.prepare("SELECT codec, raw_bytes, data FROM event_segments WHERE segment_key = ?");
  }

  /** The bytes of an envelope. Throws event-not-found, payload-expired or envelope-damaged. */
  read(ordinal: bigint): Buffer {
    try {
      return this.#read(ordinal);
    } catch (cause) {
      const problem = storageProblem(cause);
      if (!(problem instanceof ConsoleError) || problem.code !== "storage-corrupt") throw problem;
      throw new ConsoleError("envelope-damaged", `A damaged page keeps event ${ordinal} from being read.`, {
        cause,
        details: { ordinal: String(ordinal) },
      });
    }
  }

  #read(ordinal: bigint): Buffer {
    const row = logRow(this.#row.get(ordinal));
    if (row === undefined)
      throw new ConsoleError("event-not-found", `There is no event with ordinal ${ordinal}.`);
    const bytes = this.#bytes(ordinal, row.conv_key);
    if (!hasHash(bytes, row.sha256)) {
      throw new ConsoleError(
        "envelope-damaged",
        `The stored bytes of event ${ordinal} do not match their SHA-256.`,
        {
          details: { ordinal: String(ordinal) },
        },
      );
    }
    return bytes;
  }

  #bytes(ordinal: bigint, convKey: bigint | null): Buffer {
    for (const open of this.#open.values()) {
      const place = open.places.get(ordinal);
      if (place !== undefined) return sliceOf(open.unpacked, place);
    }
    const { unpacked, place } = this.#openSegmentOf(ordinal, convKey);
    return sliceOf(unpacked, place);
  }

  /** Unpacks the one segment that lists the ordinal; the lists of others around it are looked at, not their data. */
  #openSegmentOf(ordinal: bigint, convKey: bigint | null): { unpacked: Buffer; place: SegmentPlace } {
    for (const candidate of this.#candidates.iterate(convKey, ordinal, ordinal)) {
      const { segment_key, places: packed } = candidateRow(candidate);
      const places = new Map([...readPlaces(packed)].map((place) => [place.ordinal, place]));
      const place = places.get(ordinal);
      if (place === undefined) continue;
      const segment = dataRow(this.#segment.get(segment_key));
      if (segment === undefined) break;
      const unpacked = unpack(segment, ordinal);
      this.#keep(segment_key, { places, unpacked });
      return { unpacked, place };
    }
    throw new ConsoleError("payload-expired", `The bytes of event ${ordinal} were removed by retention.`);
  }

  #keep(key: bigint, segment: OpenSegment): void {
    if (this.#open.size >= openSegments) {
      const [oldest] = this.#open.keys();
      if (oldest !== undefined) this.#open.delete(oldest);
    }
    this.#open.set(key, segment);
  }
}

/** Segments of a conversation whose range of ordinals holds one, the one that begins nearest to it first. */
export const segmentsAroundSql = `
  SELECT segment_key, places FROM event_segments
  WHERE conv_key IS ? AND first_ordinal <= ? AND last_ordinal >= ? ORDER BY first_ordinal DESC`;

function sliceOf(unpacked: Buffer, { offset, byte_length }: SegmentPlace): Buffer {
  return unpacked.subarray(offset, offset + byte_length);
}

/** The bytes of an envelope; undefined where they are damaged or were removed. `grillo doctor` names those. */
export function readIfWhole(reader: EnvelopeReader, ordinal: bigint): Buffer | undefined {
  try {
    return reader.read(ordinal);
  } catch (error) {
    const isGone =
      error instanceof ConsoleError &&
      (error.code === "envelope-damaged" || error.code === "payload-expired");
    if (isGone) return undefined;
    throw error;
  }
}

function unpack(segment: DataRow, ordinal: bigint): Buffer {
  try {
    return readSegmentData(segment, Number(segment.raw_bytes));
  } catch (cause) {
    throw new ConsoleError(
      "envelope-damaged",
      `The segment that holds event ${ordinal} cannot be unpacked.`,
      {
        cause,
        details: { ordinal: String(ordinal) },
      },
    );
  }
}

/** Row of the log query, whose columns it names. */
function logRow(row: unknown): LogRow | undefined {
  return row as LogRow | undefined;
}

/** Row of the segment query, whose columns it names. */
function candidateRow(row: unknown): { segment_key: bigint; places: Buffer } {
  return row as { segment_key: bigint; places: Buffer };
}

/** Row of the data query, whose columns it names. */
function dataRow(row: unknown): DataRow | undefined {
  return row as DataRow | undefined;
}
