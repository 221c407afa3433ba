import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";

/** How the bytes of a segment are written: as they are, or by brotli. */
export type SegmentCodec = "plain" | "brotli";

/** How segments are compressed. */
export interface SegmentCompression {
  /** Brotli's quality, and the power of two that is its window. */
  readonly quality: number;
  readonly window_bits: number;
  /** Raw bytes below which a segment stays as it is: brotli takes 40 us for the smallest. */
  readonly least_bytes: number;
}

/** Bytes of a segment as they are stored. */
export interface SegmentData {
  readonly codec: SegmentCodec;
  readonly data: Buffer;
}

/** Compresses the envelopes of a segment, one after the other; what does not become smaller stays as it is. */
export function writeSegmentData(
  raw: Buffer,
  { quality, window_bits, least_bytes }: SegmentCompression,
): SegmentData {
  if (raw.byteLength < least_bytes) return { codec: "plain", data: raw };
  const data = brotliCompressSync(raw, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_LGWIN]: window_bits,
      [constants.BROTLI_PARAM_SIZE_HINT]: raw.byteLength,
    },
  });
  return data.byteLength < raw.byteLength ? { codec: "brotli", data } : { codec: "plain", data: raw };
}

/** Room beyond what is expected, without which the end of the data would be looked for in another piece. */
const slack = 64;

/**
 * The envelopes of a segment, one after the other: `rawBytes` bytes, which are unpacked in one piece. Throws where
 * compressed data is damaged.
 */
export function readSegmentData(
  { codec, data }: { readonly codec: string; readonly data: Buffer },
  rawBytes: number,
): Buffer {
  return codec === "plain" ? data : brotliDecompressSync(data, { chunkSize: rawBytes + slack });
}
