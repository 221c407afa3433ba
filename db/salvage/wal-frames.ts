import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";

const headerBytes = 32;
const frameHeaderBytes = 24;
/** The last bit says in which byte order the checksums were made. */
const magicNumbers = [0x377f0682, 0x377f0683];

/** Pages that a write-ahead log holds newer than the file, and how many pages the file had at its last commit. */
export interface WalPages {
  /** Offset of the newest committed version of a page in the log. */
  readonly offsetOf: ReadonlyMap<number, number>;
  readonly pageCount: number | undefined;
}

const nothing: WalPages = { offsetOf: new Map(), pageCount: undefined };

/**
 * Finds the committed pages of a write-ahead log: the longest run of frames with the salt of the log and a right
 * checksum that ends in a commit, as SQLite itself recovers it (sqlite.org/fileformat2.html, section 4). O(bytes of the log).
 */
export function readWal(path: string, pageSize: number): WalPages {
  if (!existsSync(path)) return nothing;
  const file = openSync(path, "r");
  try {
    return committedPages(file, pageSize);
  } finally {
    closeSync(file);
  }
}

function committedPages(file: number, pageSize: number): WalPages {
  const header = Buffer.alloc(headerBytes);
  if (readSync(file, header, 0, headerBytes, 0) < headerBytes) return nothing;
  const magic = header.readUInt32BE(0);
  if (!magicNumbers.includes(magic) || header.readUInt32BE(8) !== pageSize) return nothing;
  const sum = new Checksum((magic & 1) === 1);
  sum.add(header.subarray(0, 24));
  if (!sum.equals(header.subarray(24))) return nothing;

  const frame = Buffer.alloc(frameHeaderBytes + pageSize);
  const offsetOf = new Map<number, number>();
  let uncommitted = new Map<number, number>();
  let pageCount: number | undefined;
  const { size } = fstatSync(file);
  for (let at = headerBytes; at + frame.length <= size; at += frame.length) {
    readSync(file, frame, 0, frame.length, at);
    if (!frame.subarray(8, 16).equals(header.subarray(16, 24))) break;
    sum.add(frame.subarray(0, 8));
    sum.add(frame.subarray(frameHeaderBytes));
    if (!sum.equals(frame.subarray(16, 24))) break;
    uncommitted.set(frame.readUInt32BE(0), at + frameHeaderBytes);
    const pagesAfterCommit = frame.readUInt32BE(4);
    if (pagesAfterCommit === 0) continue;
    for (const [page, offset] of uncommitted) offsetOf.set(page, offset);
    uncommitted = new Map();
    pageCount = pagesAfterCommit;
  }
  return { offsetOf, pageCount };
}

/** The running checksum of a write-ahead log, over pairs of 32-bit words. */
class Checksum {
  #first = 0;
  #second = 0;

  constructor(private readonly isBigEndian: boolean) {}

  add(bytes: Buffer): void {
    const { byteLength } = bytes;
    for (let at = 0; at + 8 <= byteLength; at += 8) {
      this.#first = (this.#first + this.#word(bytes, at) + this.#second) >>> 0;
      this.#second = (this.#second + this.#word(bytes, at + 4) + this.#first) >>> 0;
    }
  }

  equals(stored: Buffer): boolean {
    return stored.readUInt32BE(0) === this.#first && stored.readUInt32BE(4) === this.#second;
  }

  #word(bytes: Buffer, at: number): number {
    return this.isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
  }
}
