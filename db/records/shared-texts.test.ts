import { expect, test } from "vitest";
import type { RecordChange } from "@/lib/domain/model";
import { temporaryStore } from "@/lib/testing/temporary-store";
import { Random } from "@/lib/testing/scenario/random";

const sides = ["stored", "projected"] as const;
const texts = ["one", "two", "a longer text that more than one row would hold"];

/** What a store that keeps every row whole would hold: props and summary of the rows, summaries of their versions. */
interface Whole {
  readonly entities: Map<string, readonly [props: string, summary: string | null]>;
  readonly versions: Map<string, string | null>;
}

test.each([1, 2, 3, 4, 5, 6])(
  "whatever is written and removed in whatever order reads as if kept whole (%i)",
  (seed) => {
    const store = temporaryStore();
    const random = new Random(`shared/${String(seed)}`);
    const whole: Whole = { entities: new Map(), versions: new Map() };
    const { sqlite } = store.writer;
    let at = 0;
    for (let step = 0; step < 250; step += 1) {
      const entity_id = `m${String(random.int(1, 3))}`;
      const origin = sides[random.int(0, 1)] ?? "stored";
      const key = `${entity_id}/${origin}`;
      const identity = { conv_id: "c1", entity_id, kind: "message", origin };
      at += 1;
      const what = random.int(0, 9);
      if (what === 0) {
        sqlite
          .prepare(
            "DELETE FROM entity_rows WHERE entity_key = (SELECT k.entity_key FROM entity_keys k JOIN subjects s USING (subject_key) WHERE s.name = ? AND k.origin = ?)",
          )
          .run(entity_id, sides.indexOf(origin));
        whole.entities.delete(key);
        // A version tells what it told, also without its entity.
      } else {
        const changes: RecordChange[] = [];
        if (what < 7) {
          const text = texts[random.int(0, 2)] ?? "";
          const summary = random.int(0, 4) === 0 ? undefined : text.slice(0, 10);
          changes.push({
            set: "entities",
            row: {
              ...identity,
              props: { streaming: true, content: text },
              summary,
              entity_updated_at_ms: at,
            },
          });
          const before = whole.entities.get(key)?.[1] ?? null;
          whole.entities.set(key, [`{"content":"${text}","streaming":true}`, summary ?? before]);
        }
        if (what > 4) {
          const version = BigInt(random.int(1, 4));
          const summary = (texts[random.int(0, 2)] ?? "").slice(0, 10);
          changes.push({
            set: "entity_versions",
            row: { ...identity, version, summary, occurred_at_ms: at },
          });
          whole.versions.set(`${key}/${String(version)}`, summary);
        }
        store.applyChanges(changes);
      }
      expect(read(store)).toEqual(whole);
    }
    expect(
      sqlite
        .prepare("SELECT count(*) FROM entity_rows WHERE props IS NULL AND props_of IS NULL")
        .pluck()
        .get(),
    ).toBe(0n);
    store.close();
  },
);

test("what both sides tell alike lies on the disk once, in whatever order its members come", () => {
  const store = temporaryStore();
  const of = (origin: (typeof sides)[number], props: Record<string, string>): RecordChange => ({
    set: "entities",
    row: { conv_id: "c1", entity_id: "m1", kind: "message", origin, props, summary: "hello" },
  });
  store.applyChanges([of("projected", { role: "user", content: "hello" })]);
  store.applyChanges([of("stored", { content: "hello", role: "user" })]);
  const { sqlite } = store.reader;
  expect(sqlite.prepare("SELECT count(*) FROM entity_rows WHERE props IS NOT NULL").pluck().get()).toBe(1n);
  expect(sqlite.prepare("SELECT count(DISTINCT props), count(*) FROM entities").raw().get()).toEqual([
    1n,
    2n,
  ]);
  store.close();
});

function read({ reader }: ReturnType<typeof temporaryStore>): Whole {
  const rows = (sql: string): unknown[][] => reader.sqlite.prepare(sql).raw().all().filter(Array.isArray);
  const entities = rows("SELECT entity_id || '/' || origin, props, summary FROM entities").map(
    ([key, props, summary]) => [String(key), [String(props), textOf(summary)]] as const,
  );
  const versions = rows(
    "SELECT entity_id || '/' || origin || '/' || version, summary FROM entity_versions",
  ).map(([key, summary]) => [String(key), textOf(summary)] as const);
  return { entities: new Map(entities), versions: new Map(versions) };
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
