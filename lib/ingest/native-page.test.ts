import { readFileSync, writeFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";
import { describe, expect, it } from "vitest";
import { decodeLines } from "@/lib/testing/decode-sample";
import { createNativeDecoder } from "./native";
import { exampleLine, nativePage } from "./native-page";
import { nativeTypes } from "./native-types";

const path = "docs/ingest.md";

describe("the page of native ingest", () => {
  it("is what the declarations say (UPDATE_DOCS=1 writes it anew)", async () => {
    const page = await format(nativePage(), { ...(await resolveConfig(path)), parser: "markdown" });
    if (process.env["UPDATE_DOCS"] === "1") writeFileSync(path, page);
    expect(readFileSync(path, "utf8")).toBe(page);
  });

  it.each(Object.keys(nativeTypes))("shows a line of %s that is accepted and states records", (type) => {
    const page = readFileSync(path, "utf8");
    const line = JSON.stringify(exampleLine(type));
    expect(page).toContain(`### \`${type}\``);
    expect(page).toContain(line);
    const [decoded] = decodeLines(createNativeDecoder, Buffer.from(line), { name: "request" });
    expect(decoded).toMatchObject({ kind: "envelope", decode_status: "ok", warning: undefined });
    const records = decoded?.kind === "envelope" ? decoded.records.length : 0;
    expect(records > 0 || type === "sem.event").toBe(true);
  });
});
