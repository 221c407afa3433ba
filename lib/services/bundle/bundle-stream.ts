import type { ReadStore } from "@/db/store";
import { writeBundle } from "./write-bundle";

/**
 * The bundle of a conversation as a stream that is written as fast as it is read. The first chunk is made
 * at once, so that a conversation that does not exist is refused before anything is answered.
 */
export function bundleStream(store: ReadStore, convId: string): ReadableStream<Uint8Array> {
  const chunks = writeBundle(store, [convId]);
  const first = chunks.next();
  return new ReadableStream({
    start: (controller) => {
      if (first.done !== true) controller.enqueue(first.value);
    },
    pull: (controller) => {
      const next = chunks.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
    cancel: () => {
      chunks.return(undefined);
    },
  });
}
