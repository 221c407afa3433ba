import { writeDemo } from "./demo";
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
