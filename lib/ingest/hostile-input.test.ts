import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Decoded } from "@/lib/domain/envelope";
import { decodeLines, envelopesOf } from "@/lib/testing/decode-sample";
import { detectFormat } from "./detect";
import { collectFolderHints } from "./folder-hints";
import type { FormatId } from "./format";
import { decoderOf } from "./registry";
import { payloadOf } from "./reopen-event";

const frame =
  '{"sem":true,"event":{"type":"llm.delta","id":"m1","seq":1795445419018000001,"data":{"id":"m1","cumulative":"ab"}}}';
const uiEvent =
  '{"uiEvent":{"sessionId":"s1","eventOrdinal":"5","name":"ChatTextPatch","payload":{"@type":"x","messageId":"m","correlation":{"runId":"r"}}}}';
const engine =
  '{"type":"partial","meta":{"message_id":"m1","session_id":"s1","turn_id":"t1"},"delta":"a","completion":"ab"}';

/** A well-formed line of each line format. */
const seeds: Readonly<Record<string, readonly string[]>> = {
  "native-ndjson": [
    '{"id":"l1","type":"tool.call.finished","conv_id":"c","occurred_at_ms":1795445419018,"data":{"tool_call_id":"t","duration_ms":4.5}}',
    JSON.stringify({ id: "l2", type: "sem.event", occurred_at_ms: 5, data: { envelope: frame } }),
    '{"id":"l3","type":"turn.snapshot","conv_id":"c","occurred_at_ms":6,"data":{"turn_id":"t","phase":"final","blocks":[{"kind":"user"}]}}',
  ],
  "sem-ndjson": [frame],
  "sem-log": [`{"idx":1,"received_at_ms":1795445419020,"frame":${frame},"conv_id":"c"}`],
  "sem-capture": [JSON.stringify({ t: 1.5, raw: frame }), '{"t":2,"close":"CLOSED:1006"}'],
  "sessionstream-capture": [JSON.stringify({ t: 1.5, raw: uiEvent }), '{"t":2,"close":"CLOSED:1006"}'],
  "sessionstream-rpc": [uiEvent, '{"version":1,"sessionId":"s1","requestId":"q","done":{"status":"ok"}}'],
  "geppetto-events": [engine, `{"type":"partial","event":${engine},"ts":5}`],
  "redis-dump": [
    JSON.stringify({ id: "1795445520914-0", fields: { payload: engine } }),
    JSON.stringify({ id: "1-1", fields: ["payload", frame] }),
  ],
  "redis-text": ["1795445520914-0", "metadata", "payload", frame, "_watermill_message_uuid", "u-1"],
  "provider-stream": [
    '{"type":"response.created","response":{"id":"r"}}',
    "event: message_start",
    'data: {"type":"ping"}',
    "data: [DONE]",
    "# turn_index=1 turn_id=t",
  ],
  "server-log": [
    '{"level":"error","time":"2026-11-24T10:00:00Z","message":"m","conv_id":"c","session_id":"s"}',
    '2026-11-24T10:00:00Z ERR a.go:1 > failed error="x y" conv_id=c',
    "panic: boom",
    "goroutine 1 [running]:",
  ],
};

const utf8 = (text: string): Uint8Array => Buffer.from(text, "utf8");
const formats = Object.keys(seeds).filter(isFormat);

function decode(format: FormatId, bytes: Uint8Array): readonly Decoded[] {
  const decoder = decoderOf(format);
  if (decoder.kind !== "lines") throw new Error(`${format} is no line format`);
  return decodeLines(decoder.create, bytes, { name: "x.ndjson" });
}

describe.each(formats)("%s", (format) => {
  const lines = seeds[format] ?? [];

  it("is told by its content and decodes whole", () => {
    expect(detectFormat(utf8(lines.join("\n")), "x")).toBe(format);
    const envelopes = envelopesOf(decode(format, utf8(lines.join("\n"))));
    expect(envelopes.filter(({ decode_status }) => decode_status !== "ok")).toEqual([]);
  });

  it("survives any damage: nothing is thrown, nothing is lost", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            { weight: 4, arbitrary: mutated(lines) },
            { weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }) },
          ),
          { maxLength: 8 },
        ),
        (damaged) => {
          const whole = Buffer.concat(damaged.flatMap((line) => [line, Buffer.from("\n")]));
          const decoded = decode(format, whole);
          // An entry of Redis as text is some lines (`redis-text.test.ts`).
          if (format !== "redis-text") expect(linesToldOf(decoded)).toBeGreaterThanOrEqual(linesOf(whole));
          for (const item of decoded) if (item.kind === "envelope") payloadOf(item.dialect, item.bytes);
          collectFolderHints([{ name: "x.ndjson", head: whole }]);
        },
      ),
      { numRuns: 120 },
    );
  });
});

/** A line with bytes changed, dropped, doubled or cut off. */
function mutated(lines: readonly string[]): fc.Arbitrary<Uint8Array> {
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    byte: fc.nat(255),
    how: fc.constantFrom("set", "drop", "insert", "cut"),
  });
  return fc.tuple(fc.constantFrom(...lines), fc.array(change, { maxLength: 3 })).map(([line, changes]) => {
    let bytes = [...utf8(line)];
    for (const { at, byte, how } of changes) {
      const place = Math.floor(at * bytes.length);
      if (how === "cut") bytes = bytes.slice(0, place);
      else bytes.splice(place, how === "insert" ? 0 : 1, ...(how === "drop" ? [] : [byte]));
    }
    return Uint8Array.from(bytes);
  });
}

/** Lines that are told of: an item stands for one, a panic for as many as it holds. */
function linesToldOf(decoded: readonly Decoded[]): number {
  return decoded.reduce(
    (sum, item) => sum + (item.kind === "envelope" && item.type === "log.panic" ? linesOf(item.bytes) : 1),
    0,
  );
}

function linesOf(bytes: Uint8Array): number {
  return Buffer.from(bytes)
    .toString("latin1")
    .split("\n")
    .filter((line) => !/^[ \t]*\r?$/.test(line.replace(/^\xef\xbb\xbf/, ""))).length;
}

function isFormat(name: string): name is FormatId {
  return name in seeds;
}

describe("traps in numbers and texts", () => {
  const traps: readonly (readonly [string, string, string])[] = [
    ["2^53 + 1", '"n":9007199254740993', '{"n":9007199254740993}'],
    ["1e400", '"n":1e400', '{"n":"1e400"}'],
    ["negative zero", '"n":-0', '{"n":0}'],
    ["duplicate keys", '"n":1,"n":2', '{"n":2}'],
    ["an escaped lone surrogate", '"n":"\\ud800"', '{"n":"\\ud800"}'],
    ["an escaped NUL", '"n":"\\u0000"', '{"n":"\\u0000"}'],
    ["text from right to left", '"n":"\u202e\u200babc"', '{"n":"\u202e\u200babc"}'],
    ["__proto__", '"__proto__":{"polluted":1}', '{"__proto__":{"polluted":1}}'],
    [
      "constructor.prototype",
      '"constructor":{"prototype":{"polluted":1}}',
      '{"constructor":{"prototype":{"polluted":1}}}',
    ],
    ["toJSON", '"toJSON":"x"', '{"toJSON":"x"}'],
  ];

  it.each(traps)(
    "%s: bytes come back as they were, the parsed view holds what they say",
    (_what, member, printed) => {
      const line = `{"sem":true,"event":{"type":"log","id":"a","data":{${member}}}}`;
      const [envelope] = envelopesOf(decode("sem-ndjson", utf8(line)));
      expect(Buffer.from(envelope?.bytes ?? []).toString()).toBe(line);
      expect(envelope?.decode_status).toBe("ok");
      const shown = JSON.stringify(envelope?.data, (_key, value: unknown) =>
        typeof value === "bigint" ? `#${String(value)}` : value,
      );
      expect(shown.replace(/"#(\d+)"/, "$1")).toBe(printed);
      expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
    },
  );

  it.each([
    ["raw NUL", '{"event":{"type":"lo\u0000g"}}'],
    ["a key without value", '{"event":}'],
    ["nesting beyond 128", `{"event":${"[".repeat(200)}${"]".repeat(200)}}`],
  ])("%s: stored as it came and marked failed", (_what, line) => {
    const [envelope] = envelopesOf(decode("sem-ndjson", utf8(line)));
    expect(Buffer.from(envelope?.bytes ?? []).toString()).toBe(line);
    expect(envelope).toMatchObject({ type: "undecodable", decode_status: "failed" });
  });

  it("bytes that are no UTF-8: stored as they came", () => {
    const line = Buffer.concat([utf8('{"event":{"type":"'), Buffer.of(0xc3, 0x28), utf8('"}}')]);
    const [envelope] = envelopesOf(decode("sem-ndjson", line));
    expect(Buffer.from(envelope?.bytes ?? [])).toEqual(line);
    expect(envelope?.decode_error).toBe("x.ndjson line 1: not UTF-8");
  });

  it("a byte order mark belongs to the file, not to the first envelope", () => {
    const [envelope] = envelopesOf(decode("sem-ndjson", utf8(`\ufeff${frame}\n`)));
    expect(Buffer.from(envelope?.bytes ?? []).toString()).toBe(frame);
  });
});
