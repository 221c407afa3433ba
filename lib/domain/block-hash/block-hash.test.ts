import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asArray, asObject, asText } from "../json/json-access";
import { parseExact } from "../json/exact-json";
import { haveSamples, samplesPath } from "@/lib/testing/samples";
import { blockContentHash, payloadHash, storedBlockHash } from "./block-hash";
import { canonicalJson, compareUtf8 } from "./canonical-json";

const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

describe("canonical JSON", () => {
  it("orders keys as their UTF-8 bytes stand", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
        expect(Math.sign(compareUtf8(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))));
      }),
    );
  });

  it("reads back as the same value", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = JSON.stringify(value);
        expect(JSON.parse(canonicalJson(parseExact(text)))).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each([
    [-0, "-0"],
    [1e21, "1e+21"],
    [1e20, "100000000000000000000"],
    [1e-7, "1e-7"],
    [9007199254740993n, "9007199254740993"],
    ["\u0000\b\f\u007f\ud800", '"\\u0000\\b\\f\u007f\\ufffd"'],
  ])("prints %s as Go does", (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });
});

describe("block hash", () => {
  it("trims kind and role and takes null parts as empty objects", () => {
    const bare = blockContentHash({ kind: "user", role: "user" }, sha256);
    expect(bare).toBe("ecc0ca7c37646b24b8a90abff555e78d53783e32519c103abe7eac1fcd2162d7");
    expect(
      blockContentHash({ kind: " user\n", role: "\u0085user", payload: null, metadata: {} }, sha256),
    ).toBe(bare);
  });

  it("hashes stored columns without parsing their numbers", () => {
    const block = {
      kind: "tool_use",
      role: "",
      payload_json: '{"n":12345678901234567890}',
      block_metadata_json: "{}",
    };
    expect(storedBlockHash(block, sha256)).toBe(
      blockContentHash({ kind: "tool_use", payload: { n: 12345678901234567890n } }, sha256),
    );
  });

  it("keeps the payload hash when only metadata changed", () => {
    const payload = { text: "hello" };
    expect(payloadHash(payload, sha256)).toBe(payloadHash({ ...payload }, sha256));
    expect(blockContentHash({ kind: "user", payload, metadata: { a: 1 } }, sha256)).not.toBe(
      blockContentHash({ kind: "user", payload }, sha256),
    );
  });
});

describe.skipIf(!haveSamples)("recorded hash vectors", () => {
  const file = samplesPath("pinocchio/hash-vectors/block-content-hash-vectors.json");
  const vectors = haveSamples ? (asArray(parseExact(readFileSync(file, "utf8"))) ?? []) : [];

  it.each(vectors.map((vector) => [asText(asObject(vector)?.["name"]), asObject(vector)]))(
    "%s",
    (_name, vector) => {
      const block = {
        kind: asText(vector?.["kind"]) ?? "",
        role: asText(vector?.["role"]),
        payload: vector?.["payload"],
        metadata: vector?.["metadata"],
      };
      expect(blockContentHash(block, sha256)).toBe(vector?.["sha256"]);
    },
  );
});
