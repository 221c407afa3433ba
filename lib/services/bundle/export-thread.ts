import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import { openForReading } from "@/db/store";
import { portableError } from "../store/portable-error";
import type { ExportReply, ExportThreadData } from "./export-messages";
import { writeBundle } from "./write-bundle";

/**
 * Writes a bundle beside everything else: gathering a long conversation takes seconds, in which the thread that
 * serves would answer nobody, and whoever gives up ends the thread with it.
 */
function serveExport(port: MessagePort, { path, conv_ids }: ExportThreadData): void {
  const store = openForReading(path);
  const chunks = writeBundle(store, conv_ids);
  const tell = (reply: ExportReply, transfer: readonly ArrayBuffer[] = []): void => {
    port.postMessage(reply, transfer);
  };
  const end = (reply: ExportReply): void => {
    store.sqlite.close();
    tell(reply);
    port.close();
  };
  port.on("message", () => {
    try {
      const next = chunks.next();
      if (next.done === true) {
        end({ done: true });
        return;
      }
      // A copy of exactly these bytes: a chunk may be a part of a whole file of the bundle.
      const chunk = new Uint8Array(next.value);
      tell({ chunk }, [chunk.buffer]);
    } catch (error) {
      end({ error: portableError(error) });
    }
  });
}

/** The thread's own data, given by BundleExports. */
function threadData(): ExportThreadData {
  return workerData as ExportThreadData;
}

if (parentPort !== null) serveExport(parentPort, threadData());
