import { describe, expect, it } from "vitest";
import { asNumber, asObject } from "@/lib/domain/json/json-access";
import { parseExact } from "@/lib/domain/json/exact-json";
import type { Envelope } from "@/lib/domain/envelope";
import {
  decodeLines,
  detectSample,
  envelopesOf,
  readSample,
  readSampleHead,
  sampleFiles,
} from "@/lib/testing/decode-sample";
import { haveSamples } from "@/lib/testing/samples";
import { collectFolderHints } from "./folder-hints";
import type { FolderHints } from "./format";
import { decoderOf } from "./registry";
import { payloadOf } from "./reopen-event";

function decodeSample(path: string, folder?: FolderHints): readonly Envelope[] {
  const format = detectSample(path)?.format;
  const decoder = format === undefined ? undefined : decoderOf(format);
  if (decoder?.kind !== "lines") throw new Error(`${path} is ${String(format)}, no line format`);
  return envelopesOf(
    decodeLines(decoder.create, readSample(path), { name: path.slice(path.lastIndexOf("/") + 1), folder }),
  );
}

function hintsOf(folder: string): FolderHints {
  return collectFolderHints(sampleFiles(folder).map((path) => ({ name: path, head: readSampleHead(path) })));
}

function typesOf(envelopes: readonly Envelope[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { dialect, type } of envelopes) {
    const name = dialect === "sem" ? `sem:${type}` : type;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

const isLines = (path: string): boolean => {
  const format = detectSample(path)?.format;
  return format !== undefined && decoderOf(format).kind === "lines";
};

describe.skipIf(!haveSamples)("every recorded file of a line format", () => {
  const paths = ["pinocchio", "pinocchio-runs", "provider-streams"].flatMap(sampleFiles).filter(isLines);

  it.each(paths)("%s decodes whole, line by line", (path) => {
    const envelopes = decodeSample(path);
    expect(envelopes.length).toBeGreaterThan(0);
    expect(envelopes.filter(({ decode_status }) => decode_status !== "ok")).toEqual([]);
    expect(new Set(envelopes.map(({ stream, identity }) => `${stream} ${identity}`)).size).toBe(
      envelopes.length,
    );
  });

  it.each(paths)("%s gives the same payloads when its stored bytes are read again", (path) => {
    for (const envelope of decodeSample(path).slice(0, 500)) {
      if (envelope.dialect === "unknown" || envelope.dialect === "capture") continue;
      const { data, metadata } = payloadOf(envelope.dialect, envelope.bytes);
      expect({ data, metadata }, envelope.type).toEqual({ data: envelope.data, metadata: envelope.metadata });
    }
  });
});

describe.skipIf(!haveSamples)("recorded Redis streams", () => {
  it.each(["pinocchio-runs/era/redis-a", "pinocchio-runs/era/redis-responses-a"])(
    "of %s hold the events that were counted",
    (folder) => {
      const measured = asObject(parseExact(Buffer.from(readSample(`${folder}/measured.json`)).toString()));
      const streams = asObject(measured?.["redis_streams"]) ?? {};
      expect(Object.keys(streams).length).toBeGreaterThan(0);
      for (const path of sampleFiles(folder).filter((name) => name.includes("/xrange-"))) {
        const name = path.slice(folder.length + 1).replace(/\.gz$/, "");
        const counted = Object.entries(asObject(streams[name]) ?? {}).map(([type, count]) => [
          type,
          asNumber(count),
        ]);
        const envelopes = decodeSample(path);
        expect(typesOf(envelopes), name).toEqual(Object.fromEntries(counted));
        expect(new Set(envelopes.map(({ conv_id }) => conv_id))).toEqual(
          new Set([/xrange-chat_(.*)\.ndjson/.exec(name)?.[1]]),
        );
      }
    },
  );
});

describe.skipIf(!haveSamples)("the live recording hc53", () => {
  const conversation = "6ac68635-37bc-4f4d-9657-dfc96df3c5c6";
  const hints = hintsOf("pinocchio/hc53");

  it("gives frames without a conversation the one that its log and its damaged twin name", () => {
    const frames = decodeSample("pinocchio/hc53/sem-frames-reconstructed.ndjson", hints);
    expect(new Set(frames.map(({ conv_id }) => conv_id))).toEqual(new Set([conversation]));
    expect(frames[0]?.key_origins?.["conv_id"]?.how).toBe("derived");
    expect(frames).toHaveLength(240);
    expect(
      frames.every(
        ({ regime, bytes }) => regime === "time" && Buffer.from(bytes).toString().startsWith('{"event": {'),
      ),
    ).toBe(true);
  });

  it("ties log lines that name only a session to the conversation", () => {
    const log = decodeSample("pinocchio/hc53/server-log.ndjson");
    const received = log.filter(
      ({ data, session_id }) =>
        asObject(data)?.["message"] === "received event (SEM)" && session_id !== undefined,
    );
    expect(received).toHaveLength(240);
    expect(
      received.every(
        ({ conv_id, turn_id, event_id }) =>
          conv_id === conversation && turn_id !== undefined && event_id !== undefined,
      ),
    ).toBe(true);
  });
});

describe.skipIf(!haveSamples)("recorded server logs", () => {
  it("hold a handler's panic as one envelope with its stack, and the request that it cut off", () => {
    const [panic] = decodeSample("pinocchio-runs/era/mix-a/server.log").filter(
      ({ type }) => type === "log.panic",
    );
    expect(
      Buffer.from(panic?.bytes ?? [])
        .toString()
        .split("\n"),
    ).toHaveLength(38);
    expect(panic?.records).toMatchObject([
      {
        set: "panics",
        row: {
          recovered: true,
          message: expect.stringContaining("not agentmode.Config") as string,
          occurred_at_ms: Date.parse("2026-11-23T14:50:41Z"),
        },
      },
      { set: "http_requests", row: { direction: "inbound" } },
    ]);
  });

  it("hold a dump of all goroutines as one envelope, blank lines included", () => {
    const path = "pinocchio-runs/era/deadlock-a/server.log";
    const panics = decodeSample(path).filter(({ type }) => type === "log.panic");
    expect(panics).toHaveLength(1);
    const stored = Buffer.from(panics[0]?.bytes ?? []).toString();
    expect(Buffer.from(readSample(path)).toString()).toContain(stored);
    expect(stored.split("\n").length).toBeGreaterThan(2200);
  });

  it("read the console form with its values", () => {
    const lines = decodeSample("pinocchio/incident-reasoning-400/01-log-excerpt-followup-400.txt");
    const failure = lines.find(({ type }) => type === "log.error");
    expect(failure?.data).toMatchObject({
      message: "inference loop error",
      level: "error",
      error: expect.stringContaining("status=400") as string,
    });
    expect(lines.find(({ data }) => asObject(data)?.["message"] === "inference loop finished")).toMatchObject(
      {
        conv_id: "833c3ce4-370c-44c9-ba3e-17d6e33f85f0",
        run_id: "e0d98e7a-6632-42d4-a4a7-e63189f1297d",
      },
    );
  });
});

describe.skipIf(!haveSamples)("recorded engine runs", () => {
  it("share a conversation by the stem of their files", () => {
    const hints = hintsOf("pinocchio/geppetto-runs");
    const events = decodeSample("pinocchio/geppetto-runs/tool-call-gemini-2.5-flash-events.ndjson", hints);
    expect(hints.conversations.get("tool-call-gemini-2.5-flash")).toBe(
      "b3547dd9-0a34-4b7e-b31d-a0440f0366dc",
    );
    expect(new Set(events.map(({ conv_id }) => conv_id))).toEqual(
      new Set(["b3547dd9-0a34-4b7e-b31d-a0440f0366dc"]),
    );
    expect(events.filter(({ type }) => type.startsWith("tool-call")).map(({ event_id }) => event_id)).toEqual(
      ["70dc0c76-38e7-4e3a-b476-8046c9449db8", "70dc0c76-38e7-4e3a-b476-8046c9449db8"],
    );
  });
});
