import { createBrotliDecompress, type BrotliDecompress } from "node:zlib";

/**
 * What a packed segment still gives: the whole of it, or what stands before the damage. Never throws: what was not
 * to be unpacked is not there. The hashes of the envelopes say which of the bytes are right.
 */
export async function unpackDamaged(data: Buffer, limit: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  const unpacking: BrotliDecompress = createBrotliDecompress();
  unpacking.end(data);
  try {
    for await (const part of unpacking) {
      parts.push(bufferPart(part));
      size += bufferPart(part).length;
      // Damage may turn into a great deal of nothing.
      if (size > limit) break;
    }
  } catch {
    // The damage: what came before it stays.
  }
  return Buffer.concat(parts).subarray(0, limit);
}

/** A decompression stream without an encoding gives buffers. */
function bufferPart(part: unknown): Buffer {
  return part as Buffer;
}
