import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import Database from "better-sqlite3";
import { seqRegimeOf, timeOfSeq } from "@/lib/domain/envelope";
import { parseExact } from "@/lib/domain/json/exact-json";
import { asNumber, asObject, asOrdinal, asText, type JsonObject } from "@/lib/domain/json/json-access";
import type { FoldEvent } from "@/lib/domain/projection/fold-event";
import { samplesPath } from "./samples";

/**
 * Small readers of recorded scenarios for tests of pure code: they do what the decoders do, as far as the
 * projection needs it, without the store.
 */

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Text of a sample, unpacked when it is stored as `.gz`. */
export function sampleText(...parts: readonly string[]): string {
  const path = samplesPath(...parts);
  const bytes = existsSync(path) ? readFileSync(path) : readFileSync(`${path}.gz`);
  return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString("utf8");
}

export function sampleJson(...parts: readonly string[]): JsonObject {
  return asObject(parseExact(sampleText(...parts))) ?? {};
}

export function sampleLines(...parts: readonly string[]): JsonObject[] {
  return sampleText(...parts)
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => asObject(parseExact(line)) ?? {});
}

/** Names of a scenario's files that match, `.gz` left out of the name. */
export function sampleFiles(scenario: string, pattern: RegExp): string[] {
  return readdirSync(samplesPath("pinocchio-runs", scenario))
    .map((name) => name.replace(/\.gz$/, ""))
    .filter((name) => pattern.test(name))
    .sort();
}

/** Opens a copy of a sample database; closes and removes it afterwards. */
export function withSampleDatabase<T>(scenario: string, name: string, read: (db: Database.Database) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "grillo-sample-"));
  const path = samplesPath("pinocchio-runs", scenario, name);
  const copy = join(folder, name);
  if (existsSync(path)) {
    copyFileSync(path, copy);
    for (const suffix of ["-wal"]) if (existsSync(path + suffix)) copyFileSync(path + suffix, copy + suffix);
  } else {
    writeFileSync(copy, gunzipSync(readFileSync(`${path}.gz`)));
  }
  const db = new Database(copy);
  db.defaultSafeIntegers(true);
  try {
    return read(db);
  } finally {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

let nextOrdinal = 0n;

/** A SEM envelope as a fold event. */
export function semEvent(envelope: JsonObject, conv_id: string, received_at_ms?: number): FoldEvent {
  const event = asObject(envelope["event"]) ?? {};
  const seq = asOrdinal(event["seq"]);
  const regime = seqRegimeOf(seq);
  nextOrdinal += 1n;
  return {
    ordinal: nextOrdinal,
    dialect: "sem",
    type: asText(event["type"]) ?? "undecodable",
    event_id: asText(event["id"]),
    seq,
    regime,
    stream: conv_id,
    occurred_at_ms: seq !== undefined && regime === "time" ? timeOfSeq(seq) : received_at_ms,
    received_at_ms,
    data: event["data"],
    metadata: event["metadata"],
    bytes: 0,
    source: "sample",
  };
}

/** Frames of a `{t, raw}` capture with the conversation that its hello names. */
export function captureEvents(scenario: string, name: string): { conv_id: string; events: FoldEvent[] } {
  const lines = sampleLines("pinocchio-runs", scenario, name);
  const frames = lines.flatMap((line) => {
    const raw = asText(line["raw"]);
    const frame = raw === undefined ? undefined : asObject(parseExact(raw));
    return frame === undefined ? [] : [{ frame, at: asNumber(line["t"]) }];
  });
  const hello = frames
    .map(({ frame }) => asObject(frame["event"]))
    .find((event) => event?.["type"] === "ws.hello");
  const conv_id = asText(asObject(hello?.["data"])?.["convId"]) ?? name;
  return { conv_id, events: frames.map(({ frame, at }) => semEvent(frame, conv_id, at)) };
}

/** All recorded frames of a scenario by conversation; a frame that two sockets saw is there once. */
export function scenarioFrames(scenario: string): Map<string, FoldEvent[]> {
  const byConversation = new Map<string, FoldEvent[]>();
  const seen = new Set<string>();
  for (const name of sampleFiles(scenario, /^ws-.*\.ndjson$/)) {
    const { conv_id, events } = captureEvents(scenario, name);
    const list = byConversation.get(conv_id) ?? [];
    byConversation.set(conv_id, list);
    for (const event of events) {
      const key = `${conv_id}|${String(event.seq)}|${event.type}|${event.event_id ?? ""}`;
      if (event.seq !== undefined && seen.has(key)) continue;
      seen.add(key);
      list.push(event);
    }
  }
  return byConversation;
}

/** UI events of a `{t, raw}` capture of the newest generation, with the session that it subscribed to. */
export function uiEvents(scenario: string, name: string): FoldEvent[] {
  return sampleLines("pinocchio-runs", scenario, name).flatMap((line) => {
    const raw = asText(line["raw"]);
    const ui = raw === undefined ? undefined : asObject(asObject(parseExact(raw))?.["uiEvent"]);
    if (ui === undefined) return [];
    const { "@type": _type, ...data } = asObject(ui["payload"]) ?? {};
    return [
      backendEvent(
        asText(ui["name"]) ?? "",
        asOrdinal(ui["eventOrdinal"]),
        data,
        asText(ui["sessionId"]) ?? "",
        asNumber(line["t"]),
      ),
    ];
  });
}

/** A backend event of the newest generation as a fold event. */
export function backendEvent(
  type: string,
  seq: bigint | undefined,
  data: JsonObject,
  session_id: string,
  at_ms: number | undefined,
): FoldEvent {
  nextOrdinal += 1n;
  const correlation = asObject(data["correlation"]);
  return {
    ordinal: nextOrdinal,
    dialect: "sessionstream",
    type,
    event_id: asText(data["messageId"]) ?? asText(data["toolCallId"]) ?? asText(data["instanceId"]),
    seq,
    regime: seqRegimeOf(seq),
    stream: session_id,
    session_id,
    turn_id: asText(correlation?.["turnId"]),
    run_id: asText(correlation?.["runId"]),
    occurred_at_ms: at_ms,
    received_at_ms: at_ms,
    data,
    bytes: 0,
    source: "sample",
  };
}

/** Stored backend events of a scenario of the newest generation, by session, in order. */
export function backendEvents(scenario: string): Map<string, FoldEvent[]> {
  return withSampleDatabase(scenario, "timeline.db", (db) => {
    const bySession = new Map<string, FoldEvent[]>();
    const rows = db.prepare(
      "SELECT session_id, ordinal, name, payload_json, created_at FROM sessionstream_events ORDER BY session_id, ordinal",
    );
    for (const row of rows.raw().iterate()) {
      const [session_id, ordinal, name, payload, created_at] = row as [
        string,
        bigint,
        string,
        string,
        string,
      ];
      const list = bySession.get(session_id) ?? [];
      bySession.set(session_id, list);
      list.push(
        backendEvent(name, ordinal, asObject(parseExact(payload)) ?? {}, session_id, Date.parse(created_at)),
      );
    }
    return bySession;
  });
}
