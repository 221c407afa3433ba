import { describe, expect, it } from "vitest";
import { asObject, asNumber, type JsonObject } from "@/lib/domain/json/json-access";
import { parseExact } from "@/lib/domain/json/exact-json";
import { decodeLines, detectSample, envelopesOf, readSample, sampleFiles } from "@/lib/testing/decode-sample";
import { haveSamples } from "@/lib/testing/samples";
import { decoderOf } from "./registry";
import { createSemCaptureDecoder, createSemLogDecoder, createSemNdjsonDecoder } from "./sem-decoder";

const utf8 = (text: string): Uint8Array => Buffer.from(text, "utf8");
const frame = (type: string, id: string, seq: string, data = "{}"): string =>
  `{"event":{"data":${data},"id":"${id}","seq":${seq},"type":"${type}"},"sem":true}`;
const capture = (t: number, raw: string): string => JSON.stringify({ t, raw });

describe("frames of a socket", () => {
  const hello =
    '{"event":{"data":{"convId":"c1","serverTime":"1795445419017"},"id":"ws.hello:c1:1795445419017","type":"ws.hello"},"sem":true}';
  const lines = [
    capture(1795445419010.5, frame("chat.message", "user-t1", "1795445419000000000")),
    capture(1795445419017.2, hello),
    capture(1795445419020, frame("llm.delta", "m1", "1795445419018000001")),
    capture(1795445419020, frame("llm.delta", "m1", "1795445419018000001")),
    JSON.stringify({ t: 1795445420000.9, close: "CLOSED:1006" }),
  ];
  const decoded = envelopesOf(
    decodeLines(createSemCaptureDecoder, utf8(lines.join("\n")), { name: "run/ws-a.1.ndjson" }),
  );

  it("belong to the conversation of the hello, those before it too, and say how that is known", () => {
    expect(decoded.map((envelope) => envelope.conv_id)).toEqual(["c1", "c1", "c1", "c1", "c1"]);
    expect(decoded[0]?.key_origins?.["conv_id"]).toEqual({
      how: "derived",
      rule: "ws.hello of the same socket",
    });
    expect(decoded[1]?.key_origins?.["conv_id"]).toBeUndefined();
  });

  it("keep seq exact and their bytes as the text of raw", () => {
    expect(decoded[2]?.seq).toBe(1795445419018000001n);
    expect(Buffer.from(decoded[2]?.bytes ?? []).toString()).toBe(
      frame("llm.delta", "m1", "1795445419018000001"),
    );
    expect(decoded[2]).toMatchObject({
      occurred_at_ms: 1795445419018,
      received_at_ms: 1795445419020,
      regime: "time",
    });
  });

  it("are two envelopes when one frame came twice, and the same ones when the file is read again", () => {
    const again = envelopesOf(
      decodeLines(createSemCaptureDecoder, utf8(lines.join("\n")), { name: "run/ws-a.1.ndjson" }, 7),
    );
    expect(new Set(decoded.map((envelope) => envelope.identity)).size).toBe(5);
    expect(again).toEqual(decoded);
  });

  it("name the turn in a user message", () => {
    expect(decoded[0]).toMatchObject({ turn_id: "t1", key_origins: { turn_id: { how: "derived" } } });
  });

  it("state the socket with its counts and its end", () => {
    const rows = decoded.flatMap((envelope) => envelope.records);
    expect(rows.at(-1)).toMatchObject({
      set: "ws_sessions",
      row: {
        socket_id: "ws-a.1@1795445419010",
        conv_id: "c1",
        close_code: 1006,
        frames_out: 4,
        disconnected_at_ms: 1795445420000,
      },
    });
    expect(decoded.at(-1)).toMatchObject({ type: "ws.closed", class: "record", dialect: "capture" });
  });

  it("state the socket on the last frame when the capture was cut off", () => {
    const cut = envelopesOf(
      decodeLines(createSemCaptureDecoder, utf8(lines.slice(0, 3).join("\n")), { name: "ws-a.1.ndjson" }),
    );
    expect(cut.at(-1)?.records).toMatchObject([{ set: "ws_sessions", row: { frames_out: 3 } }]);
  });
});

describe("a recorder's log lines", () => {
  it("give back the frame exactly as it stands in the line", () => {
    const stands =
      '{"sem" : true, "event":{"type":"log","id":"\\u0041","seq":1771453372730000001 , "x":1.0, "frame":{}}}';
    const [envelope] = envelopesOf(
      decodeLines(
        createSemLogDecoder,
        utf8(`{"frame":{"event":1}, "idx": 1,"received_at_ms":5,"frame" : ${stands} ,"conv_id":"c9"}`),
        { name: "x.ndjson" },
      ),
    );
    expect(Buffer.from(envelope?.bytes ?? []).toString()).toBe(stands);
    expect(envelope).toMatchObject({
      conv_id: "c9",
      seq: 1771453372730000001n,
      received_at_ms: 5,
      event_id: "A",
    });
  });
});

describe("conversation of bare frames", () => {
  const lines = utf8(`${frame("llm.delta", "m7:thinking", "1")}\n`);
  it.each([
    ["the import's argument", { conv_id: "given" }, "given", "explicit"],
    [
      "an id that a sibling file names",
      { folder: { conversations: new Map([["m7", "sibling"]]) } },
      "sibling",
      "derived",
    ],
    [
      "the folder's only conversation",
      { folder: { conversations: new Map(), only_conversation: "only" } },
      "only",
      "inferred",
    ],
    ["the file's name", {}, "frames", "inferred"],
  ])("comes from %s", (_what, context, conv_id, how) => {
    const [envelope] = envelopesOf(
      decodeLines(createSemNdjsonDecoder, lines, { name: "a/frames.ndjson", ...context }),
    );
    expect(envelope).toMatchObject({ conv_id, stream: conv_id, key_origins: { conv_id: { how } } });
  });
});

describe.skipIf(!haveSamples)("recorded captures", () => {
  const scenarios = new Map<string, readonly string[]>();
  for (const path of sampleFiles("pinocchio-runs")) {
    if (!/\/ws-[^/]*\.ndjson(\.gz)?$/.test(path)) continue;
    const folder = path.slice(0, path.lastIndexOf("/"));
    scenarios.set(folder, [...(scenarios.get(folder) ?? []), path]);
  }

  it.each([...scenarios])("of %s decode whole, with the types that were counted", (folder, paths) => {
    const measured = asObject(
      asObject(parseExact(Buffer.from(readSample(`${folder}/measured.json`)).toString()))?.["frames"],
    );
    const perFile = asObject(measured?.["per_file"]) ?? {};
    for (const path of paths) {
      const detected = detectSample(path);
      const decoder = decoderOf(detected?.format ?? "bundle");
      if (decoder.kind !== "lines") throw new Error(`${path} was taken for ${String(detected?.format)}`);
      const name = path.slice(folder.length + 1);
      const envelopes = envelopesOf(decodeLines(decoder.create, readSample(path), { name }));
      expect(envelopes.filter((envelope) => envelope.decode_status !== "ok")).toEqual([]);
      expect(new Set(envelopes.map((envelope) => envelope.conv_id)).size).toBe(1);
      const counted = asObject(asObject(perFile[name.replace(/\.gz$/, "")])?.["types"]) ?? {};
      expect(countTypes(envelopes), path).toEqual(namesOf(counted));
    }
  });
});

function countTypes(envelopes: readonly { readonly type: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { type } of envelopes) if (type !== "ws.closed") counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}

/** Ground truth calls events `uiEvent:<name>` and frames about the socket by their member. */
function namesOf(counted: JsonObject): Record<string, number> {
  return Object.fromEntries(
    Object.entries(counted).map(([name, count]) => {
      const isMember = !name.includes(".") && !name.includes(":") && !["log"].includes(name);
      return [isMember ? `ws.${name}` : name.replace("uiEvent:", ""), asNumber(count) ?? 0];
    }),
  );
}
