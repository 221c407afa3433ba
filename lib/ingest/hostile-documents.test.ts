import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { detectFormat } from "./detect";
import { collectFolderHints } from "./folder-hints";
import type { FormatId } from "./format";
import { decoderOf } from "./registry";
import { payloadOf } from "./reopen-event";

const frame =
  '{"sem":true,"event":{"type":"llm.delta","id":"m1","seq":1795445419018000001,"data":{"delta":"a"}}}';
const head = '"turn_index":1,"turn_id":"t1","headers":{"Authorization":["Bearer k"]}';

/** A well-formed document of each format that its writers' source describes, with the name it may have. */
const seeds: readonly (readonly [format: FormatId, name: string, text: string])[] = [
  [
    "run-exchange",
    "turn-1-http-request.json",
    `{"body":"{\\"model\\":\\"m\\"}","method":"POST","url":"https://h/v1",${head}}`,
  ],
  [
    "run-exchange",
    "turn-1-http-response.json",
    `{"body":{"id":"r","usage":{"input_tokens":1}},"status":200,${head}}`,
  ],
  [
    "run-exchange",
    "turn-1-provider-000001-http.error.json",
    '{"object":{"error":"EOF"},"seq":1,"turn_id":"t1","type":"http.error"}',
  ],
  [
    "debug-records",
    "records.json",
    `{"sessionId":"s","records":[${[
      '{"kind":"pipeline","timestamp":"2026-05-07T10:00:00Z","sessionId":"s","ordinal":"5","pipeline":{"event":"E","payload":{"a":1},"appliedEntities":[{"id":"e","kind":"k"}],"applyError":"x"}}',
      '{"kind":"transport","timestamp":"2026-05-07T10:00:01Z","connectionId":"c","transport":{"stage":"disconnected","rawBytes":5}}',
      '{"kind":"geppetto","timestamp":"2026-05-07T10:00:02Z","geppetto":{"stage":"geppetto_publish_done","eventType":"final","messageId":"m","eventJson":{"type":"final","text":"x"}}}',
      '{"id":1,"timestamp":1795445419018,"type":"raw-ws","raw":"{\\"hello\\":{\\"connectionId\\":\\"c\\"}}"}',
    ].join(",")}]}`,
  ],
  [
    "event-viewer",
    "events.yaml",
    `conversationId: c\neventCount: 1\nevents:\n  - timestamp: "2026-02-18T22:22:52.735Z"\n    eventType: llm.delta\n    payload: ${frame}`,
  ],
  [
    "timeline-debug",
    "timeline.yaml",
    "conversationId: c\nsummary: {entityCount: 1}\ntimeline:\n  order: [m]\n  entities:\n    - {id: m, kind: message, createdAt: 1795445419018, version: 7, props: {role: user}}",
  ],
  ["redis-json", "x.json", `[["1795445520914-0",["payload",${JSON.stringify(frame)}]]]`],
];

describe.each(seeds)("%s in %s", (format, name, text) => {
  const decode = (bytes: Uint8Array) => {
    const decoder = decoderOf(format);
    if (decoder.kind !== "document") throw new Error(`${format} is no document format`);
    return [...decoder.decode(bytes, { name, source_path: "file_import" })];
  };

  it("is told by its content", () => {
    expect(detectFormat(Buffer.from(text), "x")).toBe(format);
    expect(decode(Buffer.from(text)).map(({ kind }) => kind)).not.toContain("rejected");
  });

  it("is kept whatever was done to it, and gives its payload when it is read again", () => {
    fc.assert(
      fc.property(damaged(Buffer.from(text)), (bytes) => {
        detectFormat(bytes, name);
        collectFolderHints([{ name, head: bytes }], "folder");
        const decoded = decode(bytes);
        expect(decoded.length).toBeGreaterThan(0);
        for (const item of decoded) {
          if (item.kind !== "envelope") continue;
          const again = payloadOf(item.dialect, item.bytes);
          // States and notes about sockets are not projected.
          if (["sem", "sessionstream", "geppetto"].includes(item.dialect))
            expect(again.data).toEqual(item.data);
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** A document with bytes changed, dropped, doubled or cut off. */
function damaged(whole: Uint8Array): fc.Arbitrary<Uint8Array> {
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    byte: fc.nat(255),
    how: fc.constantFrom("set", "drop", "insert", "cut"),
  });
  return fc.array(change, { maxLength: 4 }).map((changes) => {
    let bytes = [...whole];
    for (const { at, byte, how } of changes) {
      const place = Math.floor(at * bytes.length);
      if (how === "cut") bytes = bytes.slice(0, place);
      else bytes.splice(place, how === "insert" ? 0 : 1, ...(how === "drop" ? [] : [byte]));
    }
    return Uint8Array.from(bytes);
  });
}
