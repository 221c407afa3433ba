import { parentPort, workerData } from "node:worker_threads";
import type { WriterThreadData } from "@/lib/services/store/writer-messages";
import { usualRules } from "@/lib/services/store/writer-host";
import { serveWriter } from "@/lib/services/store/writer-port";
import { planVariable, stepVariable, watcherOf, type CrashPlan } from "./crash-plan";

/** Tidies up so often that a kill can meet it within a moment, and keeps no reserve in temporary folders. */
const hasty = {
  packing: { ...usualRules.packing, segment_events: 60 },
  keeping: {
    ...usualRules.keeping,
    checkpoint_every_ms: 100,
    room: { ...usualRules.keeping.room, ballast: () => 0 },
  },
};

/** The writer thread of the console, with plans for its end. */
if (parentPort !== null) {
  const stepFile = process.env[stepVariable];
  const watch = watcherOf(plans(), stepFile === undefined ? undefined : Number(stepFile));
  serveWriter(parentPort, threadData(), () => Date.now(), watch, hasty);
}

/** Written by the test that started this process. */
function plans(): readonly CrashPlan[] {
  return JSON.parse(process.env[planVariable] ?? "[]") as readonly CrashPlan[];
}

/** The thread's own data, given by WriterClient. */
function threadData(): WriterThreadData {
  return workerData as WriterThreadData;
}
