import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { openForeign } from "@/db/foreign/open-foreign";
import type { Decoded, Envelope } from "@/lib/domain/envelope";
import type { RecordIn, SetName } from "@/lib/domain/model";
import { haveSamples, samplesPath } from "@/lib/testing/samples";
import { detectFormat } from "../detect";
import type { DecodeContext } from "../format";
import { createSemCaptureDecoder } from "../sem-decoder";
import { LineSplitter } from "../split-lines";
import { decodeForeignRows } from "./database-rows";
import { documentDecoders, type PinocchioDocument } from "./documents";

const utf8 = new TextEncoder();

function decode(
  format: PinocchioDocument,
  content: string | Uint8Array,
  context: Partial<DecodeContext> = {},
): Envelope[] {
  const bytes = typeof content === "string" ? utf8.encode(content) : content;
  const items: Decoded[] = [
    ...documentDecoders[format](bytes, { name: "file", source_path: "file_import", ...context }),
  ];
  return items.map((item) => {
    if (item.kind !== "envelope") throw new TypeError(`${item.kind} among the items of a document`);
    return item;
  });
}

function rowsOf<N extends SetName>(envelopes: readonly Envelope[], set: N): RecordIn<N>[] {
  // The set of a change says which record its row is.
  return envelopes.flatMap(({ records }) =>
    records.filter((change) => change.set === set).map(({ row }) => row as RecordIn<N>),
  );
}

const textOf = (envelope: Envelope | undefined): string =>
  Buffer.from(envelope?.bytes ?? []).toString("utf8");

describe("debug API answers", () => {
  it("keep the exact bytes of each frame and, where seq is exact, the identity that a capture gives it", () => {
    const frame = '{"sem":true , "event":{"type":"llm.delta","id":"m","seq":7,"data":{"x":"\\u00e9]}"}}}';
    const answer = `{"conv_id":"c","items":[{"frame":${frame},"id":"m","seq":1},\n{"seq":2,"decode_error":"bad","raw":"{oops"}]}`;
    const [first, second] = decode("debug-events", answer);
    expect(textOf(first)).toBe(frame);
    expect(first).toMatchObject({
      dialect: "sem",
      class: "event",
      conv_id: "c",
      seq: 7n,
      identity: "7|llm.delta|m|1",
    });
    expect(first?.twin_identity).toBeUndefined();
    expect(second).toMatchObject({ decode_status: "failed", type: "undecodable", conv_id: "c" });
    expect(textOf(second)).toBe("{oops");
  });

  it("state a conversation's sockets, queue and running request", () => {
    const [envelope] = decode(
      "debug-conversations",
      '{"conv_id":"c","session_id":"s","resolved_runtime_key":"r","active_sockets":2,"queue_depth":1,"buffered_events":9,"stream_running":true,"last_activity_ms":5,"active_request_key":"k","has_timeline_source":true,"source":"live"}',
    );
    expect(rowsOf(envelope === undefined ? [] : [envelope], "conversations")).toMatchObject([
      {
        conv_id: "c",
        runtime_key: "r",
        websocket_count: 2,
        websocket_high_water: 2,
        queue_depth: 1,
        queue_high_water: 1,
        buffered_event_count: 9,
        stream_running: true,
        active_request_key: "k",
        status: "active",
      },
    ]);
  });

  it("are kept when they list nothing", () => {
    expect(
      decode("debug-turns", '{"conv_id":"c","items":[],"phase":"","session_id":"","since_ms":0}'),
    ).toMatchObject([{ type: "api.turns", conv_id: "c", records: [] }]);
    expect(decode("debug-conversations", '{"items":[]}')).toMatchObject([{ type: "api.conversations" }]);
  });

  it("are kept whole and marked failed when they are cut short", () => {
    const cut = '{"conv_id":"c","items":[{"frame":{';
    for (const format of [
      "debug-events",
      "debug-turns",
      "debug-conversations",
      "timeline-snapshot",
      "session-export",
      "run-artifact",
    ] as const) {
      const [envelope, ...others] = decode(format, cut);
      expect(others).toEqual([]);
      expect(envelope).toMatchObject({ decode_status: "failed", type: "undecodable" });
      expect(textOf(envelope)).toBe(cut);
    }
  });

  it("keep a turn whose payload does not parse, with the reason among its warnings", () => {
    const envelopes = decode(
      "debug-turns",
      '{"items":[{"conv_id":"c","turn_id":"t","phase":"final","created_at_ms":7,"payload":"blocks: [}"}]}',
    );
    expect(envelopes).toMatchObject([{ decode_status: "partial", conv_id: "c", turn_id: "t" }]);
    expect(rowsOf(envelopes, "turn_snapshots")).toMatchObject([{ payload: "blocks: [}", block_count: 0 }]);
    expect(rowsOf(envelopes, "turn_warnings")).toMatchObject([{ kind: "parse_error" }]);
  });
});

describe("turn documents", () => {
  it("name a block without an id by its turn and place, and say so", () => {
    const envelopes = decode(
      "turn-document",
      "id: turn-1\nblocks:\n  - kind: llm_text\n    payload: {text: hi}\n",
    );
    expect(rowsOf(envelopes, "blocks")).toMatchObject([
      { block_id: "turn-1#0", role: "assistant", text_preview: "hi" },
    ]);
    expect(rowsOf(envelopes, "turn_warnings")).toMatchObject([
      { kind: "canonicalisation", path: "/blocks/0" },
    ]);
  });

  it("keep integers beyond 2^53", () => {
    const envelopes = decode(
      "turn-document",
      "blocks:\n  - {id: b, kind: other, payload: {n: 9007199254740993, m: 3}}\n",
    );
    expect(rowsOf(envelopes, "blocks")).toMatchObject([{ payload: { n: 9007199254740993n, m: 3 } }]);
  });

  it("do not let aliases multiply their size", () => {
    const bomb = `a: &a [x]\n${"bcdefgh"
      .split("")
      .map((name, i) => `${name}: &${name} [${`*${"abcdefgh"[i]},`.repeat(20)}]`)
      .join("\n")}\nblocks: *h\n`;
    expect(decode("turn-document", bomb)).toMatchObject([{ decode_status: "failed" }]);
  });
});

/** Files of the samples that are documents, with their format. */
function sampleDocuments(folder: string): { path: string; format: PinocchioDocument; bytes: Buffer }[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(json|ya?ml)(\.gz)?$/.test(entry.name))
    .flatMap((entry) => {
      const path = join(entry.parentPath, entry.name);
      const raw = readFileSync(path);
      const bytes = path.endsWith(".gz") ? gunzipSync(raw) : raw;
      const format = detectFormat(bytes.subarray(0, 262_144), entry.name);
      return format !== undefined && isDocument(format) ? [{ path, format, bytes }] : [];
    });
}

function isDocument(format: string): format is PinocchioDocument {
  return format in documentDecoders;
}

/** Formats of which there is no public recording; their tests build them from the source of their writers. */
const unsampled: ReadonlySet<string> = new Set([
  "run-exchange",
  "debug-records",
  "event-viewer",
  "timeline-debug",
]);

describe.skipIf(!haveSamples)("sample documents", () => {
  it("decode without a fault, each into at least one envelope with its own bytes and conversation", () => {
    const formats = new Map<string, number>();
    for (const { path, format, bytes } of [
      ...sampleDocuments(samplesPath("pinocchio-runs")),
      ...sampleDocuments(samplesPath("pinocchio")),
    ]) {
      const envelopes = decode(format, bytes, { name: basename(path) });
      formats.set(format, (formats.get(format) ?? 0) + 1);
      expect(envelopes.length, path).toBeGreaterThan(0);
      const identities = new Set(envelopes.map(({ stream, identity }) => `${stream}\n${identity}`));
      expect(identities.size, path).toBe(envelopes.length);
      expect(
        envelopes.filter(({ decode_error }) => decode_error !== undefined),
        path,
      ).toEqual([]);
      expect(
        envelopes.filter(({ conv_id, type }) => conv_id === undefined && type !== "api.conversations"),
        path,
      ).toEqual([]);
      for (const envelope of [envelopes.at(0), envelopes.at(-1)]) {
        expect(bytes.includes(Buffer.from(envelope?.bytes ?? [])), path).toBe(true);
      }
    }
    for (const format of Object.keys(documentDecoders).filter((name) => !unsampled.has(name)))
      expect(formats.get(format) ?? 0, format).toBeGreaterThan(0);
  }, 300_000);

  it.each([
    ["timeline_9a62c624.json", "9a62c624-8af3-45fd-af0e-111921f0bf24", 2],
    ["timeline_cac78e87.json", "cac78e87-88e0-4258-b1a0-ec60d200d53e", 10],
    [
      "evt-stream-010/09-real-provider-backed-session-snapshot.json",
      "bd184e03-db5e-40bc-acaa-d5ba8d53b786",
      2,
    ],
  ])("%s gives its entities", (name, conv_id, count) => {
    const envelopes = decode(
      "timeline-snapshot",
      readFileSync(samplesPath("pinocchio/timeline-snapshots", name)),
    );
    const entities = rowsOf(envelopes, "entities");
    expect(new Set(entities.map((entity) => entity.conv_id))).toEqual(new Set([conv_id]));
    expect(entities).toHaveLength(count);
    for (const { summary } of entities) expect(summary).toBeTruthy();
  });

  it("a run's result, summary and turn speak of one call, the one that its events name", () => {
    const run = "b3547dd9-0a34-4b7e-b31d-a0440f0366dc";
    const stem = "tool-call-gemini-2.5-flash";
    const folder = { conversations: new Map([[stem, run]]) };
    const envelopes = (["inference-result.json", "summary.json", "turn.yaml"] as const).flatMap((part) => {
      const bytes = readFileSync(samplesPath("pinocchio/geppetto-runs", `${stem}-${part}`));
      return decode(part === "turn.yaml" ? "turn-document" : "run-artifact", bytes, {
        name: `${stem}-${part}`,
        folder,
      });
    });
    const calls = rowsOf(envelopes, "model_calls");
    expect(calls).toHaveLength(3);
    for (const call of calls) {
      expect(call).toMatchObject({
        conv_id: run,
        call_id: `gemini:${run}:provider-call:0`,
        input_tokens: 113,
        output_tokens: 10,
        reasoning_tokens: 49,
        finish_class: "tool_calls_pending",
      });
    }
  });
});

const runs = ["era/mix-a", "era/kill9-a", "late-20260418/small-a", "T2-20260214/small-a"];

describe.skipIf(!haveSamples).each(runs)("answers and files of %s agree", (scenario) => {
  const folder = samplesPath("pinocchio-runs", scenario);
  const database = (name: string): Envelope[] => {
    const opened = openForeign(join(folder, name));
    try {
      const items = decodeForeignRows(opened.stores, opened.rows(), { name, source_path: "database_import" });
      return [...items].flatMap((item) => (item.kind === "envelope" ? [item] : []));
    } finally {
      opened.close();
    }
  };

  it("a snapshot read from the debug API has the blocks that the database has", () => {
    const stored = new Map(
      rowsOf(database("turns.db"), "turn_snapshots").map((row) => [snapshotKey(row), row.payload_hash]),
    );
    let compared = 0;
    for (const { format, bytes, path } of sampleDocuments(folder)) {
      if (format !== "debug-turns") continue;
      for (const row of rowsOf(decode(format, bytes, { name: basename(path) }), "turn_snapshots")) {
        expect(row.payload_hash, `${path} ${snapshotKey(row)}`).toBe(stored.get(snapshotKey(row)));
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(20);
  });

  it("a frame read from the debug API and the one that a socket received find each other", () => {
    const captured = new Map<string, Envelope>();
    const capturedTwins = new Map<string, Envelope>();
    for (const name of readdirSync(folder).filter((file) => /^ws-.*\.ndjson(\.gz)?$/.test(file))) {
      const raw = readFileSync(join(folder, name));
      for (const frame of framesOf(name.endsWith(".gz") ? gunzipSync(raw) : raw, name)) {
        captured.set(`${frame.stream} ${frame.identity}`, frame);
        capturedTwins.set(`${frame.stream} ${frame.twin_identity ?? frame.identity}`, frame);
      }
    }
    let found = 0;
    let foundBySeq = 0;
    for (const { format, bytes, path } of sampleDocuments(folder)) {
      if (format !== "debug-events") continue;
      for (const frame of decode(format, bytes, { name: basename(path) })) {
        const twin = capturedTwins.get(`${frame.stream} ${frame.identity}`);
        if (twin === undefined) continue;
        found += 1;
        expect(frame.data, path).toEqual(twin.data);
        if (captured.get(`${frame.stream} ${frame.twin_identity ?? frame.identity}`) === twin)
          foundBySeq += 1;
      }
    }
    expect(found).toBeGreaterThan(50);
    expect(foundBySeq / found).toBeGreaterThan(0.99);
  });
});

function snapshotKey({ turn_id, phase, snapshot_at_ms }: RecordIn<"turn_snapshots">): string {
  return `${turn_id} ${phase} ${String(snapshot_at_ms)}`;
}

function framesOf(bytes: Uint8Array, name: string): Envelope[] {
  const decoder = createSemCaptureDecoder({ name, source_path: "websocket" });
  const splitter = new LineSplitter(64 * 1024 * 1024);
  const items: Decoded[] = [];
  for (const line of [...splitter.push(bytes), ...splitter.end()]) {
    if (line.kind !== "rejected") items.push(...decoder.decode(line.bytes, line.number));
  }
  items.push(...(decoder.end?.() ?? []));
  return items.flatMap((item) => (item.kind === "envelope" ? [item] : []));
}

describe.skipIf(!haveSamples)("exports of the newest generation", () => {
  it("give entities and turns as the databases hold them", () => {
    const folder = samplesPath("pinocchio-runs/head-20260813/restart-a");
    const timeline = openForeign(join(folder, "timeline.db"));
    const stored = new Map<string, RecordIn<"entities">>();
    for (const item of decodeForeignRows(timeline.stores, timeline.rows(), {
      name: "timeline.db",
      source_path: "database_import",
    })) {
      if (item.kind !== "envelope") continue;
      for (const row of rowsOf([item], "entities"))
        stored.set(`${row.conv_id} ${row.kind} ${row.entity_id}`, row);
    }
    timeline.close();
    for (const name of ["api-export-one.json", "api-timeline-three.json", "api-snapshot-four.json"]) {
      const format = name.startsWith("api-snapshot") ? "timeline-snapshot" : "session-export";
      const entities = rowsOf(decode(format, readFileSync(join(folder, name)), { name }), "entities");
      expect(entities.length).toBeGreaterThan(1);
      for (const {
        conv_id,
        kind,
        entity_id,
        props,
        version,
        first_seen_version,
        status,
        summary,
      } of entities) {
        expect(stored.get(`${conv_id} ${kind} ${entity_id}`), entity_id).toMatchObject({
          props,
          version,
          first_seen_version,
          status,
          summary,
        });
      }
    }
  });

  it("give the same turns from YAML and JSON", () => {
    const folder = samplesPath("pinocchio-runs/head-20260813/restart-a");
    const yaml = rowsOf(
      decode("session-export", readFileSync(join(folder, "api-turns-one.yaml"))),
      "turn_snapshots",
    );
    const json = rowsOf(
      decode("session-export", readFileSync(join(folder, "api-export-one.json"))),
      "turn_snapshots",
    );
    expect(yaml.length).toBeGreaterThan(0);
    expect(yaml.map((row) => row.payload_hash)).toEqual(json.map((row) => row.payload_hash));
  });
});
