import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fillStore } from "./fill-store";
import { scaleLoad } from "./generate/scale-load";
import { bodiesOf } from "./post-lines";

const { values } = parseArgs({
  options: {
    keep: { type: "string", default: "" },
    conversations: { type: "string", default: "100000" },
    long: { type: "string", default: "1000000" },
  },
});
const conversations = Number(values.conversations),
  long_lines = Number(values.long);
const folder = join(values.keep, `${conversations}-${long_lines}`);
if (!existsSync(folder)) {
  mkdirSync(folder, { recursive: true });
  const started = performance.now();
  let given = 0,
    bytes = 0;
  function* counted() {
    for (const body of bodiesOf(scaleLoad({ conversations, long_lines }), 500)) {
      given += body.lines;
      bytes += body.text.length;
      if (given % 50_000 < 500)
        console.log(
          given,
          Math.round(bytes / 1e6),
          "MB",
          Math.round((performance.now() - started) / 1000),
          "s",
          Math.round(process.memoryUsage().rss / 1e6),
        );
      yield body;
    }
  }
  await fillStore(folder, counted());
  console.log("filled", given, bytes, (performance.now() - started) / 1000);
}
