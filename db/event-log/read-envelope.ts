import type { ReadStore } from "../store";
import { EnvelopeReader, readIfWhole } from "./envelope-reader";

const readers = new WeakMap<ReadStore, EnvelopeReader>();

/** The bytes of one envelope, checked against their SHA-256. Keeps the last few segments open per store. */
export function readEnvelope(store: ReadStore, ordinal: bigint): Buffer {
  return readerOf(store).read(ordinal);
}

/** The same for a view that goes on without them: undefined where the bytes are damaged or were removed. */
export function readEnvelopeIfWhole(store: ReadStore, ordinal: bigint): Buffer | undefined {
  return readIfWhole(readerOf(store), ordinal);
}

function readerOf(store: ReadStore): EnvelopeReader {
  const reader = readers.get(store) ?? new EnvelopeReader(store.sqlite);
  readers.set(store, reader);
  return reader;
}
