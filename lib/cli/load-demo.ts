import { writeDemo } from "@/lib/services/demo/write-demo";
import { exitCodes, print, report } from "./output";
import { accessWriter } from "./writer-access";

/** Loads the demo recording into a data folder. Loading it twice on one day changes nothing. */
export async function loadDemo(data: string): Promise<number> {
  const writer = await accessWriter(data, "grillo demo");
  try {
    report("writing the demo recording");
    const { counts } = await writeDemo(writer, Date.now());
    print(
      `demo: received ${String(counts.received)}, stored ${String(counts.stored)}, duplicate ${String(counts.duplicate)}`,
    );
    return counts.rejected > 0 ? exitCodes.fault : exitCodes.fine;
  } finally {
    await writer.close();
  }
}

/** Takes the demo recording out of a data folder. What others told of its conversations stays, and is named. */
export async function removeDemo(data: string): Promise<number> {
  const writer = await accessWriter(data, "grillo demo --remove");
  try {
    const { conversations, events, kept } = await writer.removeDemo();
    print(`demo: removed ${String(conversations)} conversations, ${String(events)} envelopes`);
    if (kept.length > 0) print(`kept, because others told of them too: ${kept.join(", ")}`);
    return exitCodes.fine;
  } finally {
    await writer.close();
  }
}
