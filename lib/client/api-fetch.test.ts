import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { ApiProblem, apiFetch, apiFetchBytes, NetworkFailure, ResponseMismatch } from "./api-fetch";
import { describeFailure } from "./describe-failure";
import { isWorthRetrying } from "./query-client";

const problem = {
  type: "/problems/storage-busy",
  title: "The store is busy",
  status: 503,
  detail: "Another writer holds the lock",
  code: "storage-busy",
  request_id: "req-1",
  retry_after_ms: 250,
  errors: [{ pointer: "/limit", code: "too_big", message: "at most 500" }],
};

const answers: Readonly<Record<string, readonly [number, string]>> = {
  "/good": [200, '{"seq":"1771502812801000001"}'],
  "/other-shape": [200, '{"seq":5}'],
  "/html": [200, "<html>"],
  "/problem": [503, JSON.stringify(problem)],
  "/poor": [503, '{"seq":"1"}'],
  "/proxy": [502, "<html>Bad gateway</html>"],
  "/bytes": [200, "\u0000\u0001ÿ"],
};

let server: Server;
let origin = "";
beforeAll(async () => {
  server = createServer((request, response) => {
    const [status, body] = answers[request.url ?? ""] ?? [404, ""];
    const type = request.url === "/problem" ? "application/problem+json" : "application/json";
    response
      .writeHead(status, { "x-request-id": "req-1", "content-type": type })
      .end(Buffer.from(body, "latin1"));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  origin = `http://127.0.0.1:${address.port}`;
});
afterAll(() => {
  server.close();
});

const schema = z.object({ seq: z.string() });
const failureOf = (path: string) =>
  apiFetch(origin + path, schema).then(
    () => undefined,
    (error: unknown) => error,
  );

describe("apiFetch", () => {
  it("gives what the contract says", async () => {
    expect(await apiFetch(`${origin}/good`, schema)).toEqual({ seq: "1771502812801000001" });
  });

  it("throws a problem with code, request, fields and delay", async () => {
    const error = await failureOf("/problem");
    expect(error).toBeInstanceOf(ApiProblem);
    expect(error).toMatchObject({ status: 503, code: "storage-busy", requestId: "req-1", retryAfterMs: 250 });
    expect(describeFailure(error).fields).toEqual([{ pointer: "/limit", message: "at most 500" }]);
    expect(isWorthRetrying(error)).toBe(true);
  });

  it("reads an answer that comes with a status of failure where one may, and no problem for one", async () => {
    const options = { alsoReads: [503] };
    expect(await apiFetch(`${origin}/poor`, schema, options)).toEqual({ seq: "1" });
    await expect(apiFetch(`${origin}/problem`, schema, options)).rejects.toBeInstanceOf(ApiProblem);
    expect(await failureOf("/poor")).toBeInstanceOf(ResponseMismatch);
  });

  it("says where an answer breaks its contract, and does not retry it", async () => {
    const error = await failureOf("/other-shape");
    expect(error).toBeInstanceOf(ResponseMismatch);
    expect(describeFailure(error).detail).toContain("/seq");
    expect(isWorthRetrying(error)).toBe(false);
  });

  it.each(["/html", "/proxy"])("takes %s for a broken contract, not for data", async (path) => {
    expect(await failureOf(path)).toBeInstanceOf(ResponseMismatch);
  });

  it("tells an absent server from an answer", async () => {
    const error = await apiFetch("http://127.0.0.1:1/", schema).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(NetworkFailure);
    expect(isWorthRetrying(error)).toBe(true);
  });

  it("passes an abort on as it is", async () => {
    const abort = new AbortController();
    abort.abort();
    await expect(apiFetch(`${origin}/good`, schema, { signal: abort.signal })).rejects.toMatchObject({
      name: "AbortError",
    });
  });

  it("hands bytes through untouched", async () => {
    const { bytes } = await apiFetchBytes(`${origin}/bytes`);
    expect([...bytes]).toEqual([0, 1, 255]);
  });
});
