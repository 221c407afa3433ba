import type { ReadStore } from "../store";
import { EnvelopeReader } from "./envelope-reader";

const readers = new WeakMap<ReadStore, EnvelopeReader>();

/** The bytes of one envelope, checked against their SHA-256. Keeps the last few segments open per store. */
export function readEnvelope(store: ReadStore, ordinal: bigint): Buffer {
  const reader = readers.get(store) ?? new EnvelopeReader(store.sqlite);
  readers.set(store, reader);
  return reader.read(ordinal);
}
