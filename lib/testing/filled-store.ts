import { IngestEngine } from "@/lib/services/ingest/ingest-engine";
import type { Envelope } from "@/lib/domain/envelope";
import { semFrame } from "./envelopes";
import { temporaryStore, type TemporaryStore } from "./temporary-store";

/** A store with growing texts of several conversations; the bytes of every envelope by ordinal. */
export interface FilledStore extends TemporaryStore {
  readonly engine: IngestEngine;
  readonly bytesOf: ReadonlyMap<bigint, Buffer>;
  /** Adds the next growing text of a conversation, as a young segment of its own. */
  add(conv: string, frame: number): void;
}

/** Packed; or young, every envelope by itself, or all of a conversation together. */
export type FilledLayout = "packed" | "young" | "young-together";

/** Fills a store through the ingest engine: `conversations` times `frames` envelopes. */
export function filledStore(conversations: number, frames: number, layout: FilledLayout): FilledStore {
  const store = temporaryStore();
  let now = 1_800_000_000_000;
  const engine = new IngestEngine(store.writer, store.path, () => (now += 1));
  const bytesOf = new Map<bigint, Buffer>();
  const commit = (items: readonly Envelope[]): void => {
    const outcomes = engine.commit(items.map((item) => ({ source: "test", item })));
    for (const [at, { ordinal }] of outcomes.entries()) {
      if (ordinal === undefined) throw new Error("a frame was not stored");
      bytesOf.set(ordinal, Buffer.from(items[at]?.bytes ?? []));
    }
  };
  const add = (conv: string, frame: number): void => {
    commit([growingFrame(conv, frame)]);
  };
  const all = Array.from({ length: frames }, (_, frame) =>
    Array.from({ length: conversations }, (__, c) => growingFrame(`c${String(c + 1)}`, frame + 1)),
  ).flat();
  if (layout === "young-together") commit(all);
  else for (const frame of all) commit([frame]);
  engine.settle(true);
  if (layout === "packed") engine.packAll();
  return { ...store, engine, bytesOf, add };
}

function growingFrame(conv: string, frame: number): Envelope {
  return semFrame({
    conv,
    seq: BigInt(frame),
    data: { id: "m1", delta: `word${String(frame)} `, cumulative: textOf(conv.slice(1), frame) },
  });
}

function textOf(conversation: string, words: number): string {
  return Array.from({ length: words }, (_, i) => `word${conversation}.${String(i + 1)} `).join("");
}
