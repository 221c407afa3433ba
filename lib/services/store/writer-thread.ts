import { parentPort, workerData } from "node:worker_threads";
import type { WriterThreadData } from "./writer-messages";
import { serveWriter } from "./writer-port";

/** The thread's own data, given by WriterClient. */
function threadData(): WriterThreadData {
  return workerData as WriterThreadData;
}

if (parentPort !== null) serveWriter(parentPort, threadData(), () => Date.now());
