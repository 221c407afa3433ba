// What a conversation of many turns costs as it goes on: every snapshot holds all blocks that were said before.
// Processor time of taking in a turn and of settling after it, and the bytes on disk, in process.
// Usage: npx tsx --conditions=react-server bench/turns.ts [--turns 100] [--loops 3]
import { parseArgs } from "node:util";
import { IngestEngine } from "@/lib/services/ingest/ingest-engine";
import { NativeDecoder } from "@/lib/ingest/native";
import { ownStore, storePath } from "@/lib/services/store/data-folder";
import { removeFolder, temporaryFolder } from "@/lib/testing/grillo-process";

const { values } = parseArgs({
  options: { turns: { type: "string", default: "100" }, loops: { type: "string", default: "3" } },
});
const turns = Number(values.turns);
const loops = Number(values.loops);

const folder = temporaryFolder();
const owned = ownStore(folder, "bench", new Date(), "drizzle");
const engine = new IngestEngine(owned.store, storePath(folder), () => Date.now());
const decoder = new NativeDecoder({ name: "bench", source_path: "http_ingest" });
const blocks: object[] = [
  block("system", "system", { text: "You answer questions about orders. ".repeat(20) }),
];
let lines = 0;
let places = 0;
let received = 0;

console.log("turns  snapshots    places  received   taking in   settling");
const settling: number[] = [];
for (let turn = 1; turn <= turns; turn += 1) {
  const taking = processorMs(() => {
    takeIn(turn);
  });
  const settled = processorMs(() => engine.settle(true));
  settling.push(settled);
  if (turn % Math.max(1, Math.floor(turns / 8)) !== 0) continue;
  const cells = [
    String(turn).padStart(5),
    String(lines).padStart(10),
    places.toLocaleString("en").padStart(9),
    `${(received / 1e6).toFixed(1)} MB`.padStart(9),
    `${taking.toFixed(0)} ms`.padStart(11),
    `${settled.toFixed(0)} ms`.padStart(10),
  ];
  console.log(cells.join(" "));
}
engine.packAll();
// Room that became free is given back in slices while a console runs.
const pages = (name: string): number => Number(owned.store.sqlite.pragma(name, { simple: true }));
const bytes = (pages("page_count") - pages("freelist_count")) * pages("page_size");
owned.close();
removeFolder(folder);

const quarter = Math.floor(turns / 4);
const mean = (part: readonly number[]): number => part.reduce((sum, ms) => sum + ms, 0) / part.length;
const growth = mean(settling.slice(-quarter)) / mean(settling.slice(0, quarter));
console.log(`settling a turn, last quarter / first quarter: ${growth.toFixed(1)}`);
console.log(
  `in use on disk ${(bytes / 1e6).toFixed(1)} MB, ${((100 * bytes) / received).toFixed(1)} % of what was received`,
);

/** One turn of an agent: a question, rounds of tool calls with three snapshots each, an answer. */
function takeIn(turn: number): void {
  blocks.push(
    block(`user-${String(turn)}`, "user", {
      text: `Question ${String(turn)}. ${"What about this order? ".repeat(8)}`,
    }),
  );
  for (let round = 1; round <= loops; round += 1) {
    const id = `call-${String(turn)}-${String(round)}`;
    snapshot(turn, "pre_inference", round);
    blocks.push(block(`ask-${id}`, "tool_call", { id, name: "find_order", args: { order: turn, round } }));
    snapshot(turn, "post_inference", round);
    blocks.push(
      block(`answer-${id}`, "tool_use", { id, result: `order ${String(turn)} was found; `.repeat(15) }),
    );
    snapshot(turn, "post_tools", round);
  }
  blocks.push(
    block(`text-${String(turn)}`, "llm_text", {
      text: `Answer ${String(turn)}. ${"It is on its way. ".repeat(15)}`,
    }),
  );
  snapshot(turn, "final", loops);
}

function block(id: string, kind: string, payload: object): object {
  return { id, kind, payload };
}

function snapshot(turn: number, phase: string, iteration: number): void {
  lines += 1;
  places += blocks.length;
  const data = { turn_id: `turn-${String(turn)}`, phase, iteration, blocks };
  const line = {
    id: `line-${String(lines)}`,
    type: "turn.snapshot",
    source: "agent",
    occurred_at_ms: 1_771_453_370_000 + lines * 500,
  };
  const bytes = Buffer.from(JSON.stringify({ ...line, conv_id: "long", data }));
  received += bytes.byteLength;
  engine.commit(decoder.decode(bytes, lines).map((item) => ({ source: "agent", item })));
}

function processorMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
