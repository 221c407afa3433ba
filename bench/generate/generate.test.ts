import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { StreamOrder } from "@/lib/domain/integrity/stream-order";
import { asObject, asText } from "@/lib/domain/json/json-access";
import type { Envelope } from "@/lib/domain/envelope";
import { createNativeDecoder } from "@/lib/ingest/native";
import { createSemNdjsonDecoder } from "@/lib/ingest/sem-decoder";
import { mixedLoad } from "./mixed-load";
import { semStream } from "./sem-streams";

const sha256 = (text: string | Uint8Array) => createHash("sha256").update(text).digest("hex");

function decodedStream(deltas: number): Envelope[] {
  const decoder = createSemNdjsonDecoder({ name: "stream.ndjson", source_path: "file_import", conv_id: "c" });
  const frames = [...semStream({ conv_id: "c", seed: "s", deltas, tools: 2 })];
  const decoded = frames.flatMap(({ envelope }, at) => decoder.decode(Buffer.from(envelope), at + 1));
  return [...decoded, ...(decoder.end?.() ?? [])].filter((item) => item.kind === "envelope");
}

describe("generated streams", () => {
  it("are the same for one seed and differ for two", () => {
    const digest = (seed: string) =>
      sha256([...semStream({ conv_id: "c", seed, deltas: 300 })].map(({ envelope }) => envelope).join("\n"));
    expect(digest("a")).toBe(digest("a"));
    expect(digest("a")).not.toBe(digest("b"));
  });

  it("have as many deltas as asked for, of the sizes of the real recording, and decode without a fault", () => {
    const envelopes = decodedStream(1000);
    expect(envelopes.filter(({ decode_status }) => decode_status !== "ok")).toEqual([]);
    const deltas = envelopes.filter(({ type }) => type.endsWith(".delta") && type.startsWith("llm."));
    expect(deltas).toHaveLength(1000);
    const sizes = deltas.map(({ data }) => asText(asObject(data)?.["delta"])?.length ?? 0);
    const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
    // HC-53: 5.07 characters on average, 14 at most.
    expect(mean).toBeGreaterThan(4);
    expect(mean).toBeLessThan(6.5);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(16);
  });

  it("are in order: nothing to find for the order checker", () => {
    const order = new StreamOrder("c", "c");
    const findings = decodedStream(600).flatMap((envelope, at) =>
      order.check({
        ...envelope,
        ordinal: BigInt(at),
        content_hash: Buffer.from(sha256(envelope.bytes), "hex"),
        at_ms: envelope.occurred_at_ms,
      }),
    );
    expect(findings).toEqual([]);
  });

  it("grow with the square of their deltas, as cumulative text does", () => {
    const bytes = (deltas: number) => {
      let sum = 0;
      for (const { envelope } of semStream({ conv_id: "c", seed: "s", deltas, reasoning: 0 }))
        sum += envelope.length;
      return sum;
    };
    expect(bytes(2000) / bytes(1000)).toBeGreaterThan(3);
  });
});

describe("mixed load", () => {
  it("gives exactly the lines asked for, all accepted, with conversations side by side", () => {
    const decoder = createNativeDecoder({ name: "load", source_path: "http_ingest" });
    const lines = [...mixedLoad({ seed: "s", lines: 20_000, lengths: "small" })];
    expect(lines).toHaveLength(20_000);
    const decoded = lines.flatMap((line, at) => decoder.decode(Buffer.from(line), at + 1));
    expect(decoded.filter((item) => item.kind !== "envelope" || item.decode_status !== "ok")).toEqual([]);
    const conversations = decoded.map((item) => (item.kind === "envelope" ? item.conv_id : undefined));
    expect(new Set(conversations.slice(0, 500)).size).toBeGreaterThan(10);
    expect(new Set(conversations).size).toBeGreaterThan(100);
  });

  it("begins the same however many lines are asked for", () => {
    const few = [...mixedLoad({ seed: "s", lines: 500, lengths: "real" })];
    const more = [...mixedLoad({ seed: "s", lines: 900, lengths: "real" })];
    expect(more.slice(0, 500)).toEqual(few);
  });
});
