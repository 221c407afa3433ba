import { hash } from "node:crypto";
import { brotliDecompressSync } from "node:zlib";
import type Database from "better-sqlite3";
import { ConsoleError } from "@/lib/domain/console-error";
import { storageProblem } from "@/lib/domain/storage-problem";

interface Place {
  readonly sha256: Buffer;
  readonly byte_length: bigint;
  readonly segment_key: bigint | null;
  readonly segment_offset: bigint | null;
}

/** Segments kept unpacked: readers walk a stream, so the next envelope is mostly in the same one. */
const openSegments = 4;

/**
 * Reads envelopes back byte for byte, from the tail or from their segment, and checks the SHA-256 of each.
 * Reading one envelope touches one segment at most.
 */
export class EnvelopeReader {
  readonly #place: Database.Statement;
  readonly #tail: Database.Statement;
  readonly #segment: Database.Statement;
  readonly #open = new Map<bigint, Buffer>();

  constructor(sqlite: Database.Database) {
    this.#place = sqlite.prepare(
      "SELECT sha256, byte_length, segment_key, segment_offset FROM events WHERE ordinal = ?",
    );
    this.#tail = sqlite.prepare("SELECT bytes FROM event_tail WHERE ordinal = ?").pluck();
    this.#segment = sqlite.prepare("SELECT data FROM event_segments WHERE segment_key = ?").pluck();
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
    const place = placeRow(this.#place.get(ordinal));
    if (place === undefined)
      throw new ConsoleError("event-not-found", `There is no event with ordinal ${ordinal}.`);
    const bytes = this.#bytes(ordinal, place);
    if (!hash("sha256", bytes, "buffer").equals(place.sha256)) {
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

  #bytes(ordinal: bigint, place: Place): Buffer {
    if (place.segment_key === null || place.segment_offset === null) {
      const bytes = this.#tail.get(ordinal);
      if (Buffer.isBuffer(bytes)) return bytes;
      throw new ConsoleError("payload-expired", `The bytes of event ${ordinal} were removed by retention.`);
    }
    const offset = Number(place.segment_offset);
    return this.#unpacked(place.segment_key, ordinal).subarray(offset, offset + Number(place.byte_length));
  }

  #unpacked(key: bigint, ordinal: bigint): Buffer {
    const open = this.#open.get(key);
    if (open !== undefined) return open;
    const data = this.#segment.get(key);
    if (!Buffer.isBuffer(data)) {
      throw new ConsoleError("payload-expired", `The bytes of event ${ordinal} were removed by retention.`);
    }
    const unpacked = unpack(data, ordinal);
    if (this.#open.size >= openSegments) {
      const [oldest] = this.#open.keys();
      if (oldest !== undefined) this.#open.delete(oldest);
    }
    this.#open.set(key, unpacked);
    return unpacked;
  }
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

function unpack(data: Buffer, ordinal: bigint): Buffer {
  try {
    return brotliDecompressSync(data);
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

/** Row of the place query, whose columns it names. */
function placeRow(row: unknown): Place | undefined {
  return row as Place | undefined;
}
