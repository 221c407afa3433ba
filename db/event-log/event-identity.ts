import { hash } from "node:crypto";

/**
 * Identity of an envelope inside its source: 64 bits of SHA-256 over the stream in which its identity text holds and
 * that text. The stream is empty where a sender gives ids that hold in all of its streams.
 */
export function eventIdentity(stream: string, identity: string): Buffer {
  return hash("sha256", `${stream}\u0000${identity}`, "buffer").subarray(0, 8);
}
