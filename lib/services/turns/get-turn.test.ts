import { expect, test } from "vitest";
import { IngestEngine } from "@/lib/services/ingest/ingest-engine";
import { NativeDecoder } from "@/lib/ingest/native";
import { temporaryStore } from "@/lib/testing/temporary-store";
import { getTurn } from "./get-turn";

/** An agent's turn that takes so many rounds, each with a snapshot of all blocks so far, behind `before` of them. */
function agentTurn(rounds: number, before: number) {
  const store = temporaryStore();
  const engine = new IngestEngine(store.writer, store.path, () => 1_800_000_000_000);
  const decoder = new NativeDecoder({ name: "test", source_path: "http_ingest" });
  const blocks = Array.from({ length: before }, (_, i) => ({
    id: `old-${String(i)}`,
    kind: "user",
    payload: { text: String(i) },
  }));
  for (let round = 1; round <= rounds; round += 1) {
    blocks.push({
      id: `new-${String(round)}`,
      kind: "llm_text",
      payload: { text: `round ${String(round)}` },
    });
    const line = {
      id: `line-${String(round)}`,
      type: "turn.snapshot",
      conv_id: "c1",
      occurred_at_ms: 1_771_453_370_000 + round,
      data: { turn_id: "t1", phase: "post_tools", iteration: round, payload: "as stored", blocks },
    };
    const items = decoder.decode(Buffer.from(JSON.stringify(line)), round);
    engine.commit(items.map((item) => ({ source: "test", item })));
  }
  engine.settle(true);
  const told = (at?: number) =>
    getTurn({ store: store.reader, now: () => 0 }, "c1", "t1", {
      phase: "post_tools",
      at: at === undefined ? undefined : String(1_771_453_370_000 + at),
    });
  return { told, close: store.close };
}

test("a turn of usual size tells every snapshot whole", () => {
  const { told, close } = agentTurn(3, 5);
  const { snapshots, blocks } = told();
  close();
  expect(snapshots.map((snapshot) => [snapshot.is_whole, snapshot.blocks.length, snapshot.payload])).toEqual([
    [true, 6, "as stored"],
    [true, 7, "as stored"],
    [true, 8, "as stored"],
  ]);
  expect(blocks).toHaveLength(8);
});

test("of a turn of very many places the first, the last and the asked snapshot are whole, the others tell what is new", () => {
  const { told, close } = agentTurn(70, 300);
  const answer = told();
  const asked = told(30).snapshots;
  close();
  const { snapshots, blocks } = answer;
  expect(snapshots).toHaveLength(70);
  expect(snapshots[0]).toMatchObject({ is_whole: true, payload: "as stored" });
  expect(snapshots[0]?.blocks).toHaveLength(301);
  expect(snapshots[69]?.blocks).toHaveLength(370);
  for (const [i, snapshot] of snapshots.slice(1, 69).entries()) {
    expect(snapshot).toMatchObject({ is_whole: false, payload: null, block_count: 302 + i });
    expect(snapshot.lineage).toEqual({ new: 1, reused: 301 + i });
    expect(snapshot.blocks.map(({ block_id }) => block_id)).toEqual([`new-${String(i + 2)}`]);
  }
  // What is told of a place can be read.
  expect(blocks).toHaveLength(370);
  expect(asked.map(({ is_whole }, i) => (is_whole ? i : undefined)).filter((i) => i !== undefined)).toEqual([
    0, 29, 69,
  ]);
  expect(asked[29]?.blocks).toHaveLength(330);
});
