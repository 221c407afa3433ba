import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { openForeign } from "@/db/foreign/open-foreign";
import type { Decoded } from "@/lib/domain/envelope";
import type { RecordIn, SetName } from "@/lib/domain/model";
import { haveSamples, samplesPath } from "@/lib/testing/samples";
import { decodeForeignRows } from "./database-rows";

const counts = z.record(z.string(), z.number());
/** Scale runs give numbers where small ones give lists. */
const pairs = z.union([z.array(z.tuple([z.string(), z.string()])), z.number()]);
type Pairs = z.infer<typeof pairs>;
const measuredSchema = z.object({
  "timeline.db": z.object({
    rows: counts,
    entities_by_kind: counts,
    entities_per_conversation: counts.optional(),
    entities_left_streaming: pairs.optional(),
    tool_calls_left_running: pairs.optional(),
    conversation_status: counts.optional(),
    events_by_name: counts.optional(),
    events_per_session: counts.optional(),
    cursors_behind: z.array(z.tuple([z.string(), z.number(), z.number()])).optional(),
  }),
  "turns.db": z.object({
    rows: counts,
    turns_per_conversation: counts,
    sessions_per_conversation: counts.optional(),
    snapshots_by_phase: counts,
    blocks_by_kind: counts.optional(),
    turns_without_final: pairs,
  }),
});

/** What decoding a file gave, summed up while it went by: whole files do not fit in memory. */
class Summary {
  readonly types = new Map<string, number>();
  readonly identities = new Map<string, Set<string>>();
  readonly rows = new Map<SetName, Map<string, Record<string, unknown>>>();
  readonly failed: string[] = [];
  readonly rejected: string[] = [];
  events = new Map<string, number>();
  eventsPerSession = new Map<string, number>();
  members = 0;

  add(item: Decoded): void {
    if (item.kind === "rejected") {
      this.rejected.push(item.detail);
      return;
    }
    if (item.kind === "restated") throw new TypeError("databases restate nothing");
    bump(this.types, item.type);
    if (item.decode_status !== "ok") this.failed.push(item.decode_error ?? "?");
    const seen = this.identities.get(item.stream) ?? new Set();
    expect(seen.has(item.identity), `${item.stream} ${item.identity}`).toBe(false);
    this.identities.set(item.stream, seen.add(item.identity));
    if (item.class === "event") {
      bump(this.events, item.type);
      bump(this.eventsPerSession, item.session_id ?? "");
    }
    if (item.type === "row.turn_block_membership")
      this.members += item.records.filter(({ set }) => set === "snapshot_blocks").length;
    for (const { set, row } of item.records) this.merge(set, row);
  }

  all<N extends SetName>(set: N): RecordIn<N>[] {
    // Rows are kept under the set that they were stated for.
    return [...(this.rows.get(set)?.values() ?? [])] as RecordIn<N>[];
  }

  private merge(set: SetName, row: object): void {
    const key =
      keys[set]
        ?.map((name) => String(Object.entries(row).find(([field]) => field === name)?.[1]))
        .join("|") ?? "";
    const stated = Object.fromEntries(
      Object.entries(row).filter(([name, value]) => value !== undefined && !heavy.has(name)),
    );
    const table = this.rows.get(set) ?? new Map<string, Record<string, unknown>>();
    table.set(key, { ...table.get(key), ...stated });
    this.rows.set(set, table);
  }
}

const heavy = new Set(["props", "payload", "metadata", "data"]);
const keys: Partial<Record<SetName, readonly string[]>> = {
  conversations: ["conv_id"],
  conversation_sessions: ["conv_id", "session_id"],
  entities: ["conv_id", "kind", "entity_id"],
  entity_versions: ["conv_id", "kind", "entity_id", "version"],
  turns: ["conv_id", "turn_id"],
  turn_snapshots: ["conv_id", "turn_id", "phase", "snapshot_at_ms"],
  blocks: ["block_id", "content_hash"],
  projectors: ["conv_id", "handler"],
  projection_faults: ["fault_id"],
  model_calls: ["conv_id", "call_id"],
};

function bump(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}

function countBy<T>(items: Iterable<T>, key: (item: T) => string): Record<string, number> {
  const map = new Map<string, number>();
  for (const item of items) bump(map, key(item));
  return Object.fromEntries(map);
}

function decodeFile(path: string): Summary {
  const summary = new Summary();
  const database = openForeign(path);
  try {
    for (const item of decodeForeignRows(database.stores, database.rows(), {
      name: database.name,
      source_path: "database_import",
    })) {
      summary.add(item);
    }
  } finally {
    database.close();
  }
  return summary;
}

const scenarios = haveSamples
  ? readdirSync(samplesPath("pinocchio-runs"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .flatMap(({ name }) =>
        readdirSync(samplesPath("pinocchio-runs", name)).map((scenario) => `${name}/${scenario}`),
      )
  : ["no scenario"];

describe.skipIf(!haveSamples).each(scenarios)("databases of %s", (scenario) => {
  const folder = samplesPath("pinocchio-runs", scenario);
  let measured: z.infer<typeof measuredSchema>;
  let scratch = "";
  let timeline = new Summary();
  let turns = new Summary();
  let before: string;

  beforeAll(() => {
    measured = measuredSchema.parse(JSON.parse(readFileSync(join(folder, "measured.json"), "utf8")));
    scratch = mkdtempSync(join(tmpdir(), "grillo-test-"));
    before = fingerprint(folder);
    timeline = decodeFile(unpacked("timeline.db"));
    turns = decodeFile(unpacked("turns.db"));
  });
  afterAll(() => {
    rmSync(scratch, { recursive: true, force: true });
  });

  function unpacked(name: string): string {
    const path = join(folder, name);
    if (existsSync(path)) return path;
    const target = join(scratch, name);
    writeFileSync(target, gunzipSync(readFileSync(`${path}.gz`)));
    return target;
  }

  it("leaves the folder byte for byte as it was, with no new files", () => {
    expect(fingerprint(folder)).toBe(before);
  });

  it("decodes every row", () => {
    for (const [summary, rows] of [
      [timeline, measured["timeline.db"].rows],
      [turns, measured["turns.db"].rows],
    ] as const) {
      expect(summary.failed).toEqual([]);
      expect(summary.rejected).toEqual([]);
      for (const [table, count] of Object.entries(rows)) {
        if (table === "turn_block_membership") expect(summary.members).toBe(count);
        else if (table === "sessionstream_events") expect(sum(summary.events)).toBe(count);
        else expect(summary.types.get(`row.${table}`) ?? 0, table).toBe(count);
      }
    }
  });

  it("finds the entities as they were counted", () => {
    const entities = timeline.all("entities");
    const expected = measured["timeline.db"];
    expect(countBy(entities, ({ kind }) => kind)).toEqual(expected.entities_by_kind);
    if (expected.entities_per_conversation !== undefined) {
      expect(countBy(entities, ({ conv_id }) => conv_id)).toEqual(expected.entities_per_conversation);
    }
    const left = (kind: string, status: string): string[] =>
      entities
        .filter((e) => e.kind === kind && e.status === status)
        .map((e) => `${e.conv_id} ${e.entity_id}`);
    if (expected.entities_left_streaming !== undefined) {
      expectPairs(left("message", "streaming"), expected.entities_left_streaming);
      expectPairs(left("tool_call", "running"), expected.tool_calls_left_running ?? []);
    }
  });

  it("finds conversations, events and cursors as they were counted", () => {
    const expected = measured["timeline.db"];
    if (expected.conversation_status !== undefined) {
      const stated = timeline.all("conversations").filter(({ status }) => status !== undefined);
      expect(countBy(stated, ({ status }) => String(status))).toEqual(expected.conversation_status);
    }
    expect(Object.fromEntries(timeline.events)).toEqual(expected.events_by_name ?? {});
    expect(Object.fromEntries(timeline.eventsPerSession)).toEqual(expected.events_per_session ?? {});
    const behind = timeline
      .all("projection_faults")
      .map(({ conv_id, stored_value, recomputed_value }) => [
        conv_id,
        Number(stored_value),
        Number(recomputed_value),
      ]);
    expect(behind.sort()).toEqual((expected.cursors_behind ?? []).map((row) => [...row]).sort());
  });

  it("finds turns, sessions, phases and blocks as they were counted", () => {
    const expected = measured["turns.db"];
    const rows = turns.all("turns");
    const snapshots = turns.all("turn_snapshots");
    expect(countBy(rows, ({ conv_id }) => conv_id)).toEqual(expected.turns_per_conversation);
    expect(countBy(snapshots, ({ phase }) => phase)).toEqual(expected.snapshots_by_phase);
    if (expected.sessions_per_conversation !== undefined) {
      expect(countBy(turns.all("conversation_sessions"), ({ conv_id }) => conv_id)).toEqual(
        expected.sessions_per_conversation,
      );
    }
    if (expected.blocks_by_kind !== undefined) {
      expect(countBy(turns.all("blocks"), ({ kind }) => kind)).toEqual(expected.blocks_by_kind);
    }
    const final = new Set(snapshots.filter(({ phase }) => phase === "final").map(({ turn_id }) => turn_id));
    const without = rows
      .filter(({ turn_id }) => !final.has(turn_id))
      .map(({ conv_id, turn_id }) => `${conv_id} ${turn_id}`);
    expectPairs(without, expected.turns_without_final);
  });

  it("gives the same identities when the file is read again", () => {
    const again = decodeFile(unpacked("turns.db"));
    expect(again.identities).toEqual(turns.identities);
  });

  it("recomputes every stored block hash", () => {
    const blocks = turns.all("blocks").filter(({ hash_verified }) => hash_verified !== undefined);
    expect(blocks.filter(({ hash_verified }) => hash_verified !== true)).toEqual([]);
    expect(blocks.length).toBe(measured["turns.db"].rows["blocks"] ?? 0);
  });
});

function expectPairs(found: readonly string[], expected: Pairs): void {
  if (typeof expected === "number") expect(found.length).toBe(expected);
  else expect([...found].sort()).toEqual(expected.map((pair) => pair.join(" ")).sort());
}

function sum(map: ReadonlyMap<string, number>): number {
  return [...map.values()].reduce((a, b) => a + b, 0);
}

/** Hash over names and contents of a folder. */
function fingerprint(folder: string): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(folder).sort()) hash.update(name).update(readFileSync(join(folder, name)));
  return hash.digest("hex");
}
