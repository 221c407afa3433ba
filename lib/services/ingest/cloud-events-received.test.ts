import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cloudEventExample } from "@/lib/ingest/native-page";
import { bundleCrashServer, type CrashBundle } from "@/lib/testing/crash/crash-server";
import { lines, post, reportOf, withServer } from "@/lib/testing/crash/ingest-server";

let bundle: CrashBundle;
beforeAll(async () => {
  bundle = await bundleCrashServer();
});
afterAll(() => {
  bundle.remove();
});

describe("CloudEvents", () => {
  test("come structured, in batches, as lines, and in binary mode, and are one item each time", async () => {
    await withServer(bundle, async (url) => {
      const event = { ...cloudEventExample };
      const text = JSON.stringify(event);
      expect(
        await reportOf(await post(url, text, { "content-type": "application/cloudevents+json" })),
      ).toMatchObject({
        accepted: 1,
      });
      const batch = JSON.stringify([event, { ...event, id: "other" }]);
      const type = "application/cloudevents-batch+json; charset=UTF-8";
      expect(await reportOf(await post(url, batch, { "content-type": type }))).toMatchObject({
        accepted: 1,
        duplicate: 1,
      });
      expect(await reportOf(await post(url, `${text}\n${lines("native")}`))).toMatchObject({
        accepted: 1,
        duplicate: 1,
      });

      const { data, ...attributes } = event;
      const binary = Object.fromEntries(
        Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value]),
      );
      const sent = await post(url, JSON.stringify(data), {
        ...binary,
        "ce-id": "b%C3%A9",
        "content-type": "application/json",
      });
      expect(await reportOf(sent)).toMatchObject({
        accepted: 1,
        results: [{ id: "bé", status: "accepted" }],
      });
      const bytes = await post(url, Buffer.from([0, 255, 7]), {
        ...binary,
        "ce-id": "bytes",
        "ce-type": "acme.picture",
        "content-type": "image/png",
      });
      expect(await reportOf(bytes)).toMatchObject({ accepted: 1, results: [{ id: "bytes" }] });
    });
  });

  test("say what is wrong with them in their own words", async () => {
    await withServer(bundle, async (url) => {
      const answer = await post(url, JSON.stringify({ ...cloudEventExample, time: "noon" }), {
        "content-type": "application/cloudevents+json",
      });
      expect(answer.status).toBe(422);
      expect(await reportOf(answer)).toMatchObject({
        rejected: 1,
        results: [{ code: "invalid-field", pointer: "/time" }],
      });
    });
  });
});
