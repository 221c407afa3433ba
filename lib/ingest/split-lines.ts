import type { Rejection } from "@/lib/domain/envelope";

/** One line without its line feed (and carriage return). `bytes` may be a view of the chunk it came in. */
export interface Line {
  readonly kind: "line";
  readonly bytes: Uint8Array;
  /** 1-based; blank lines count. */
  readonly number: number;
}

/** Longest line accepted from files; HTTP has its own, smaller limit. */
export const maxLineBytesFile = 64 * 1024 * 1024;

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Splits a byte stream into lines. Lines end with LF or CRLF, the last one may end with neither; a byte
 * order mark at the start and blank lines are left out. A line over the limit is not held in memory: it
 * becomes one rejection and the lines behind it go on.
 *
 * Lines are views of the chunks, so a caller must not reuse a chunk's memory while lines of it are in use.
 */
export class LineSplitter {
  /** Pieces of the line that the last chunk did not finish. */
  private pieces: Uint8Array[] = [];
  private pending = 0;
  private skipping = false;
  private count = 0;
  private atStart = true;

  constructor(private readonly maxLineBytes: number) {}

  /** Lines that the chunk completes, in order. */
  push(chunk: Uint8Array): readonly (Line | Rejection)[] {
    const lines: (Line | Rejection)[] = [];
    let from = 0;
    for (;;) {
      const end = chunk.indexOf(lineFeed, from);
      if (end < 0) break;
      const line = this.finish(chunk.subarray(from, end));
      if (line !== undefined) lines.push(line);
      from = end + 1;
    }
    this.keep(chunk.subarray(from));
    return lines;
  }

  /** The last line, if it had no line feed. */
  end(): readonly (Line | Rejection)[] {
    if (this.pending === 0) return [];
    const line = this.finish(new Uint8Array(0));
    return line === undefined ? [] : [line];
  }

  private keep(rest: Uint8Array): void {
    this.pending += rest.length;
    if (this.pending > this.maxLineBytes + 1) {
      this.skipping = true;
      this.pieces = [];
    }
    if (!this.skipping && rest.length > 0) this.pieces.push(rest);
  }

  private finish(rest: Uint8Array): Line | Rejection | undefined {
    this.keep(rest);
    this.count += 1;
    const length = this.pending;
    const bytes = this.skipping ? undefined : this.join();
    this.pieces = [];
    this.pending = 0;
    this.skipping = false;
    if (bytes !== undefined && bytes.length <= this.maxLineBytes) {
      return isBlank(bytes) ? undefined : { kind: "line", bytes, number: this.count };
    }
    return {
      kind: "rejected",
      line: this.count,
      code: "line-too-long",
      detail: `the line has ${String(length)} bytes, the limit is ${String(this.maxLineBytes)}`,
      bytes: length,
    };
  }

  private join(): Uint8Array {
    const [first] = this.pieces;
    const whole = this.pieces.length === 1 && first !== undefined ? first : Buffer.concat(this.pieces);
    const hasMark = this.atStart && whole[0] === 0xef && whole[1] === 0xbb && whole[2] === 0xbf;
    this.atStart = false;
    const end = whole[whole.length - 1] === carriageReturn ? whole.length - 1 : whole.length;
    return whole.subarray(hasMark ? 3 : 0, end);
  }
}

function isBlank(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte !== 0x20 && byte !== 0x09) return false;
  return true;
}
