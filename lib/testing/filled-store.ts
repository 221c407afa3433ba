import { IngestEngine } from "@/lib/services/ingest/ingest-engine";
import { semFrame } from "./envelopes";
import { temporaryStore, type TemporaryStore } from "./temporary-store";

/** A store with growing texts of several conversations; the bytes of every envelope by ordinal. */
export interface FilledStore extends TemporaryStore {
  readonly engine: IngestEngine;
  readonly bytesOf: ReadonlyMap<bigint, Buffer>;
  /** Adds the next growing text of a conversation, which stays in the tail. */
  add(conv: string, frame: number): void;
}

/** Fills a store through the ingest engine: `conversations` times `frames` envelopes, packed or not. */
export function filledStore(conversations: number, frames: number, layout: "packed" | "tail"): FilledStore {
  const store = temporaryStore();
  let now = 1_800_000_000_000;
  const engine = new IngestEngine(store.writer, store.path, () => (now += 1));
  const bytesOf = new Map<bigint, Buffer>();
  const add = (conv: string, frame: number): void => {
    const item = semFrame({
      conv,
      seq: BigInt(frame),
      data: { id: "m1", delta: `word${String(frame)} `, cumulative: textOf(conv.slice(1), frame) },
    });
    const [outcome] = engine.commit([{ source: "test", item }]);
    if (outcome?.ordinal === undefined) throw new Error("a frame was not stored");
    bytesOf.set(outcome.ordinal, Buffer.from(item.bytes));
  };
  for (let frame = 1; frame <= frames; frame += 1)
    for (let c = 1; c <= conversations; c += 1) add(`c${String(c)}`, frame);
  engine.settle(true);
  if (layout === "packed") engine.packAll();
  return { ...store, engine, bytesOf, add };
}

function textOf(conversation: string, words: number): string {
  return Array.from({ length: words }, (_, i) => `word${conversation}.${String(i + 1)} `).join("");
}
