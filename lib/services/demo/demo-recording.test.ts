import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import type { Envelope, Rejection } from "@/lib/domain/envelope";
import { groupBy } from "@/lib/domain/group-by";
import { failureCodes } from "@/lib/domain/failures/taxonomy";
import { compareEntities } from "@/lib/domain/integrity/compare-entities";
import { StreamOrder } from "@/lib/domain/integrity/stream-order";
import type { RecordIn, SetName } from "@/lib/domain/model";
import { conversationStatuses } from "@/lib/domain/model/conversation";
import { errorClasses } from "@/lib/domain/model/error";
import { anomalyKinds } from "@/lib/domain/model/event";
import { ConversationFold } from "@/lib/domain/projection/conversation-fold";
import { orderForReplay } from "@/lib/domain/projection/replay-order";
import type { FoldEvent } from "@/lib/domain/projection/fold-event";
import { createNativeDecoder } from "@/lib/ingest/native";
import { nativeTypes } from "@/lib/ingest/native-types";
import { demoLines } from "./demo-recording";
import { demoSourcePrefix } from "./demo-source";

const endsAtMs = 1_795_560_000_000;
const threeDays = 3 * 86_400_000;

const sha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex");

const envelopes: Envelope[] = [];
const rejections: Rejection[] = [];
let digest = "";
let bytes = 0;
let longestLine = 0;

beforeAll(() => {
  const decoder = createNativeDecoder({ name: "demo", source_path: "http_ingest" });
  const hash = createHash("sha256");
  let number = 0;
  for (const line of demoLines({ endsAtMs })) {
    const text = Buffer.from(line, "utf8");
    hash.update(text);
    bytes += text.byteLength + 1;
    longestLine = Math.max(longestLine, text.byteLength);
    for (const decoded of decoder.decode(text, (number += 1))) {
      if (decoded.kind === "rejected") rejections.push(decoded);
      if (decoded.kind === "envelope") envelopes.push(decoded);
    }
  }
  digest = hash.digest("hex");
});

function rows<N extends SetName>(set: N): RecordIn<N>[] {
  return envelopes.flatMap(({ records }) =>
    records.flatMap((change) => (change.set === set ? [rowOf<N>(change.row)] : [])),
  );
}

/** The caller asked for rows of set N, and the row comes from a change of that set. */
function rowOf<N extends SetName>(row: unknown): RecordIn<N> {
  return row as RecordIn<N>;
}

const values = (list: readonly (string | null | undefined)[]) =>
  new Set(list.filter((value) => value !== undefined && value !== null));

describe("the demo recording", () => {
  it("is the same for the same options, and another for another seed", () => {
    const again = createHash("sha256");
    for (const line of demoLines({ endsAtMs })) again.update(line);
    expect(again.digest("hex")).toBe(digest);
    expect(firstLines(400, "other")).not.toEqual(firstLines(400, "hearth"));
  });

  it("is accepted line by line by the native decoder, but for the one frame that is broken on purpose", () => {
    expect(rejections).toEqual([]);
    const failed = envelopes.filter(({ decode_status }) => decode_status === "failed");
    expect(failed.map(({ conv_id }) => conv_id)).toEqual(["demo-projection-decode"]);
    expect(envelopes.filter(({ warning }) => warning !== undefined)).toEqual([]);
  });

  it("stays small enough to load while somebody waits", () => {
    expect(bytes).toBeLessThan(60 * 1024 * 1024);
    expect(longestLine).toBeLessThan(1024 * 1024);
  });

  it("lies in the three days before its end", () => {
    const times = envelopes.map(({ occurred_at_ms }) => occurred_at_ms ?? 0);
    expect(times.reduce((a, b) => Math.max(a, b))).toBeLessThanOrEqual(endsAtMs);
    expect(times.reduce((a, b) => Math.min(a, b))).toBeGreaterThanOrEqual(endsAtMs - threeDays);
  });

  it("can be told from other data by its sources and its marks", () => {
    expect(envelopes.every(({ source }) => source?.startsWith(demoSourcePrefix))).toBe(true);
    const marked = rows("conversations").filter(({ is_demo }) => is_demo === true);
    expect(values(marked.map(({ conv_id }) => conv_id))).toEqual(
      values(envelopes.map(({ conv_id }) => conv_id)),
    );
  });

  it("has at least 60 conversations of every status, and one of 20,000 events", () => {
    const events = new Map<string, number>();
    for (const { conv_id, dialect } of envelopes) {
      if (conv_id === undefined) continue;
      events.set(conv_id, (events.get(conv_id) ?? 0) + (dialect === "sem" ? 1 : 0));
    }
    expect(events.size).toBeGreaterThanOrEqual(60);
    expect(events.get("demo-20k-events")).toBeGreaterThanOrEqual(20_000);
    expect(values(rows("conversations").map(({ status }) => status))).toEqual(new Set(conversationStatuses));
  });

  it("says something in every domain", () => {
    expect(new Set(Object.keys(nativeTypes))).toEqual(values(envelopes.map(recordTypeOf)));
  });

  it("names several runtimes, four providers, six models and more than eight tools", () => {
    expect(values(rows("conversations").map(({ runtime_key }) => runtime_key)).size).toBeGreaterThanOrEqual(
      3,
    );
    expect(values(rows("model_calls").map(({ provider }) => provider)).size).toBe(4);
    expect(values(rows("model_calls").map(({ request_model }) => request_model)).size).toBe(6);
    expect(values(rows("tool_calls").map(({ tool_name }) => tool_name)).size).toBeGreaterThanOrEqual(8);
  });

  it("states failures of all seven classes with documented codes, several each", () => {
    const codes = values(rows("errors").map(({ error_code }) => error_code));
    expect([...codes].filter((code) => !failureCodes.some((known) => known === code))).toEqual([]);
    for (const name of errorClasses) {
      const ofClass = [...codes].filter((code) => code.startsWith(`${name}.`));
      expect({ name, codes: ofClass.length >= 2 }).toEqual({ name, codes: true });
    }
    expect(Math.max(...rows("error_causes").map(({ position }) => position))).toBeGreaterThanOrEqual(2);
  });
});

describe("planted defects", () => {
  it("are the only disorder of the streams", () => {
    const orders = new Map<string, StreamOrder>();
    const found = new Map<string, Set<string>>();
    for (const [index, envelope] of envelopes.entries()) {
      if (envelope.dialect !== "sem") continue;
      const { stream, conv_id = "" } = envelope;
      const order = orders.get(stream) ?? new StreamOrder(stream, conv_id);
      orders.set(stream, order);
      const item = {
        ...envelope,
        ordinal: BigInt(index),
        content_hash: Buffer.from(sha256(envelope.bytes), "hex"),
      };
      for (const { kind } of order.check({ ...item, at_ms: envelope.occurred_at_ms })) {
        found.set(conv_id, (found.get(conv_id) ?? new Set()).add(kind));
      }
    }
    expect(found.get("demo-seq-defects")).toEqual(new Set(anomalyKinds));
    expect(
      Object.fromEntries([...found].map(([conv_id, kinds]) => [conv_id, [...kinds].sort()])),
    ).toMatchObject({
      "demo-seq-gap": ["gap"],
      "demo-seq-time": ["duplicate_same", "late", "out_of_order", "regression"],
      "demo-two-sessions": ["epoch_change"],
      "demo-out-of-memory": ["epoch_change"],
      "demo-ws-drop": ["gap"],
    });
    expect(found.size).toBe(6);
  });

  it("are the only differences between the stored timelines and the frames", () => {
    const differing = new Map<string, string[]>();
    const sent = groupBy(
      envelopes.filter(({ dialect }) => dialect === "sem"),
      ({ conv_id }) => conv_id ?? "",
    );
    for (const [conv_id, stored] of storedTimelines()) {
      const projected = projectedTimeline(conv_id, sent.get(conv_id) ?? []);
      const notes = [...new Set([...stored.keys(), ...projected.keys()])].flatMap((key) => {
        const [left, right] = [stored.get(key), projected.get(key)];
        if (left === undefined) return ["missing"];
        if (right === undefined) return ["unexplained"];
        const { state } = compareEntities(left.props, right.props);
        return state === "match" || state === "lagging" ? [] : [state];
      });
      if (notes.length > 0) differing.set(conv_id, notes.sort());
    }
    expect(Object.fromEntries(differing)).toEqual({
      "demo-drift": ["drift"],
      "demo-lost-messages": ["missing", "stale"],
      "demo-projector-restart": ["drift"],
      "demo-stale-tool": ["missing", "stale"],
      "demo-storage": ["missing"],
    });
  });
});

it("is described in docs/demo.md: every story with its title, and nothing else", () => {
  const page = readFileSync(new URL("../../../docs/demo.md", import.meta.url), "utf8");
  const described = [...page.matchAll(/^\| `(demo-[\w-]+)` +\| (.+?) +\|/gm)].map(([, id, title]) => [
    id,
    title,
  ]);
  const titled = rows("conversations").flatMap(({ conv_id, title }) => (title ? [[conv_id, title]] : []));
  const byId = (list: (string | undefined)[][]) => list.map(String).sort();
  expect(byId(described)).toEqual(byId(titled));
});

function firstLines(count: number, seed: string): string[] {
  const lines: string[] = [];
  for (const line of demoLines({ endsAtMs, seed })) {
    if (lines.push(line) > count) break;
  }
  return lines;
}

function recordTypeOf({ type, dialect }: Envelope): string {
  return dialect === "native" ? type : "sem.event";
}

type Timeline = Map<string, RecordIn<"entities">>;

function storedTimelines(): Map<string, Timeline> {
  const timelines = new Map<string, Timeline>();
  for (const row of rows("entities")) {
    const timeline = timelines.get(row.conv_id) ?? new Map<string, RecordIn<"entities">>();
    timelines.set(row.conv_id, timeline.set(`${row.kind}/${row.entity_id}`, row));
  }
  return timelines;
}

function projectedTimeline(conv_id: string, sent: readonly Envelope[]): Timeline {
  const fold = new ConversationFold(conv_id);
  const events = sent.map((envelope, index): FoldEvent => {
    const { bytes: raw, source = "" } = envelope;
    return { ...envelope, ordinal: BigInt(index), bytes: raw.byteLength, source };
  });
  for (const event of orderForReplay(events)) fold.apply(event);
  const timeline: Timeline = new Map();
  for (const change of fold.drain()) {
    if (change.set !== "entities" || change.row.origin !== "projected") continue;
    timeline.set(`${change.row.kind}/${change.row.entity_id}`, change.row);
  }
  return timeline;
}
