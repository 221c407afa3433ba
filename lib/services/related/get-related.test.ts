import { afterAll, beforeAll, expect, test } from "vitest";
import type { Related } from "@/lib/contracts/related";
import type { RecordChange } from "@/lib/domain/model";
import { queryPlansOf } from "@/lib/testing/query-plans";
import { appendEvents } from "@/lib/testing/stored-events";
import { temporaryStore, type TemporaryStore } from "@/lib/testing/temporary-store";
import { getRelated } from "./get-related";

let store: TemporaryStore;
let ordinals: readonly bigint[];
beforeAll(() => {
  store = temporaryStore();
  ordinals = appendEvents(
    store,
    turns.flatMap((n) =>
      [0, 1, 2].map((delta) => ({ event_id: `m${String(n)}`, occurred_at_ms: at(n) + delta })),
    ),
  );
  store.applyChanges([{ set: "conversations", row: { conv_id: "c1" } }, ...turns.flatMap(recordsOf)]);
});
afterAll(() => {
  store.close();
});

/** Twenty turns, ten minutes apart. */
const turns = Array.from({ length: 20 }, (_, n) => n);
const last = 19;
const at = (n: number): number => 1_000_000 + 600_000 * n;

/**
 * Of each turn: a message that three envelopes write, a note that is made half a minute before the turn and has no writes, and one
 * in its middle that is of no turn. The last turn has not ended.
 */
function recordsOf(n: number): RecordChange[] {
  const keys = { conv_id: "c1", origin: "projected" as const };
  const turn_id = `t${String(n)}`;
  const message = { ...keys, entity_id: `m${String(n)}`, kind: "message" };
  const entity = (entity_id: string, created_at_ms: number, own: object): RecordChange => ({
    set: "entities",
    row: { ...keys, entity_id, kind: "note", created_at_ms, ...own },
  });
  const end = n === last ? {} : { finished_at_ms: at(n) + 5000 };
  return [
    { set: "turns", row: { conv_id: "c1", turn_id, started_at_ms: at(n), ...end } },
    { set: "entities", row: { ...message, turn_id, created_at_ms: at(n) } },
    ...[0, 1, 2].map((delta): RecordChange => ({
      set: "entity_versions",
      row: {
        ...message,
        version: BigInt(delta + 1),
        occurred_at_ms: at(n) + delta,
        ordinal: ordinals[3 * n + delta] ?? 0n,
      },
    })),
    entity(`n${String(n)}`, at(n) - 30_000, { turn_id }),
    entity(`o${String(n)}`, at(n) + 2500, {}),
  ];
}

const related = (ref: string): Related =>
  getRelated({ store: store.reader, now: () => 1_800_000_000_000 }, ref);
const linksOf = (ref: string): string[] =>
  related(ref)
    .items.filter(({ kind }) => kind.startsWith("entity"))
    .map((item) => `${item.direction} ${item.ref} ${item.how}`)
    .sort();

test.each([7, last])("turn %i holds its entities, their writes, and what happened in its time", (n) => {
  const id = String(n);
  // What is of no turn is only known to lie in a turn that has ended.
  const inTime = n === last ? [] : [`contains entity:c1/o${id}/note/projected inferred`];
  expect(linksOf(`turn:c1/t${id}`)).toEqual(
    [
      `contains entity:c1/m${id}/message/projected explicit`,
      `contains entity:c1/n${id}/note/projected explicit`,
      ...inTime,
      ...[1, 2, 3].map(
        (version) => `contains entity_version:c1/m${id}/message/projected/${String(version)} explicit`,
      ),
    ].sort(),
  );
});

test("a write leads to its entity and that one's writes; an envelope to what it wrote", () => {
  expect(linksOf("entity_version:c1/m7/message/projected/2")).toEqual(
    [
      "same entity:c1/m7/message/projected explicit",
      "same entity_version:c1/m7/message/projected/1 explicit",
      "same entity_version:c1/m7/message/projected/3 explicit",
    ].sort(),
  );
  expect(linksOf(`event:${String(ordinals[22])}`)).toContain(
    "causes entity_version:c1/m7/message/projected/2 explicit",
  );
});

test("costs what it shows: ranges of indexes, never all of what a conversation has many of", () => {
  for (const ref of ["turn:c1/t7", "entity:c1/m7/message/projected", `event:${String(ordinals[22])}`]) {
    const plans = queryPlansOf(store.reader, () => related(ref));
    const whole = plans
      .flatMap(({ steps }) => steps)
      .filter((step) =>
        /INDEX (sqlite_autoindex_)?(entit|turn|model_call|tool_call)\w+ \(conv_id=\?\)/.test(step),
      );
    expect(whole, ref).toEqual([]);
  }
});
