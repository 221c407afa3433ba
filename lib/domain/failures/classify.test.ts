import { describe, expect, it } from "vitest";
import { errorClasses } from "../model/error";
import { classify, type FailureContext } from "./classify";
import { classOf, failureCodes, failureKinds } from "./taxonomy";

const recorded: readonly (readonly [context: FailureContext, text: string, code: string])[] = [
  [
    "provider",
    "error, status code: 400, status: 400 Bad Request, message: Invalid value: 'temprature'.",
    "provider.invalid_request",
  ],
  [
    "provider",
    "error, status code: 401, status: 401 Unauthorized, message: Incorrect API key provided",
    "provider.auth",
  ],
  [
    "provider",
    "error, status code: 429, status: 429 Too Many Requests, message: Rate limit reached for mock-model",
    "provider.rate_limit",
  ],
  [
    "provider",
    'chat completions error: status=429 body={"error":{"code":"insufficient_quota"}}',
    "provider.quota_exceeded",
  ],
  ["provider", "error, status code: 500, status: 500 Internal Server Error", "provider.server_error"],
  [
    "provider",
    "status code: 502, status: 502 Bad Gateway, message: invalid character '<', body: <html>",
    "provider.bad_gateway",
  ],
  ["provider", "chat completions error: status=502 body=<html><body>", "provider.bad_gateway"],
  [
    "provider",
    "responses api error: status=400 body=map[error:map[message:Item of type 'function_call' was provided without]]",
    "provider.invalid_request",
  ],
  ["provider", "status=400 body={code: context_length_exceeded}", "provider.context_length"],
  ["provider", "error, The model is overloaded.", "provider.overloaded"],
  ["provider", "responses stream error (overloaded): The model is overloaded.", "provider.overloaded"],
  [
    "provider",
    "responses failed (server_error): The model produced invalid output.",
    "provider.server_error",
  ],
  ["provider", "unexpected EOF", "provider.stream_cut"],
  ["provider", 'Post "http://127.0.0.1:9101/v1/chat/completions": EOF', "provider.connection_failed"],
  ["provider", "dial tcp: lookup api.example.com: no such host", "provider.connection_failed"],
  ["provider", "unexpected end of JSON input", "provider.malformed_response"],
  ["provider", "decode chat stream event: unexpected end of JSON input", "provider.malformed_response"],
  ["provider", "context deadline exceeded", "provider.timeout"],
  ["provider", "context canceled", "runtime.run_interrupted"],
  ["provider", "terminated signal received", "runtime.run_interrupted"],
  ["provider", "max iterations (5) reached", "runtime.loop_limit"],
  ["provider", "something new", "provider.unknown"],
  ["tool", "tool not found: weather", "tool.not_found"],
  ["tool", "Error: division by zero", "tool.failed"],
  ["tool", "Error: unknown op: pow", "tool.failed"],
  ["tool", "no answer within 60 s: context deadline exceeded", "tool.timeout"],
  [
    "runtime",
    "http: panic serving 127.0.0.1:47960: interface conversion: interface {} is nil",
    "runtime.panic",
  ],
  ["runtime", "SIGQUIT: quit", "runtime.deadlock"],
  [
    "runtime",
    "webchat snapshot: store save failed sqlite: ON CONFLICT clause does not match any PRIMARY KEY",
    "storage.schema_mismatch",
  ],
  ["runtime", "timeline upsert: database is locked", "storage.database_locked"],
  ["transport", "ws send buffer full, dropping connection", "transport.ws_backpressure"],
  ["validation", "profile does not allow engine overrides", "validation.override_not_allowed"],
];

describe("classification", () => {
  it.each(recorded)("%s: %s", (context, text, code) => {
    expect(classify({ context, text })).toBe(code);
  });

  it("believes a stated status", () => {
    expect(classify({ context: "provider", http_status: 529 })).toBe("provider.overloaded");
    expect(classify({ context: "transport", http_status: 404 })).toBe("validation.invalid_request");
    expect(classify({ context: "transport", http_status: 500 })).toBe("transport.http_error");
  });
});

describe("the taxonomy", () => {
  it("documents at least forty codes over all seven classes", () => {
    expect(failureCodes.length).toBeGreaterThanOrEqual(40);
    expect(new Set(failureCodes.map(classOf))).toEqual(new Set(errorClasses));
  });

  it("says for every code what it is, why it happens and what to do, without recorded content", () => {
    for (const code of failureCodes) {
      const { title, safe_message, cause, remedy } = failureKinds[code];
      for (const text of [title, safe_message, cause, remedy]) expect(text, code).toMatch(/^[A-Z].{4,}/s);
      expect(safe_message, code).not.toMatch(/[{}$<>]/);
      expect(code).toMatch(/^[a-z]+\.[a-z_]+$/);
    }
  });
});
