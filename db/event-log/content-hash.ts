import { hash } from "node:crypto";

/**
 * SHA-256 of bytes or of a text in UTF-8. Taken as a text of one character a byte and laid into the shared pool: memory of
 * its own for 32 bytes costs more than half of hashing a line, and gives the garbage collector something to follow.
 */
export function sha256Of(content: Uint8Array | string): Buffer {
  return Buffer.from(hash("sha256", content, "binary"), "latin1");
}

/** Whether bytes still are those of which this is the SHA-256. */
export function hasHash(bytes: Uint8Array, sha256: Buffer): boolean {
  return sha256Of(bytes).equals(sha256);
}
