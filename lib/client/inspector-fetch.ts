import type { output, ZodType } from "zod";
import { parseExact } from "@/lib/domain/json/exact-json";
import { apiFetchBytes, ResponseMismatch, type ApiFetchOptions } from "./api-fetch";

/**
 * Fetches a JSON route whose answer carries payloads. Integers beyond 2^53 arrive as bigint instead of
 * being rounded. Throws as apiFetch does.
 */
export async function apiFetchExact<Schema extends ZodType>(
  path: string,
  schema: Schema,
  options: ApiFetchOptions = {},
): Promise<output<Schema>> {
  const { bytes, headers } = await apiFetchBytes(path, options);
  const requestId = headers.get("x-request-id") ?? undefined;
  let body: unknown;
  try {
    body = parseExact(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    // Neither UTF-8 nor JSON: both mean that something between us and the server answered.
    throw new ResponseMismatch(path, 200, "something that is not JSON", requestId);
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue === undefined ? "" : ` at /${issue.path.map(String).join("/")}: ${issue.message}`;
  throw new ResponseMismatch(path, 200, `JSON that breaks its contract${where}`, requestId);
}

/** An envelope with what the server and this browser say about its bytes. */
export interface FetchedEnvelope {
  readonly bytes: Uint8Array;
  /** SHA-256 as stored, lower-case hex. */
  readonly sha256: string;
  /**
   * Whether the bytes that arrived have that hash, computed here; null where the page is served without
   * encryption and the browser refuses to compute.
   */
  readonly matches: boolean | null;
}

/** Fetches the stored bytes of an envelope and recomputes their hash. Throws as apiFetchBytes does. */
export async function fetchEnvelope(ordinal: string, signal: AbortSignal): Promise<FetchedEnvelope> {
  const { bytes, headers } = await apiFetchBytes(envelopePath(ordinal), { signal });
  const sha256 = headers.get("x-content-sha256") ?? "";
  const computed = await sha256Hex(bytes);
  return { bytes, sha256, matches: computed === null ? null : computed === sha256 };
}

/** Address of the stored bytes, also for downloads. */
export function envelopePath(ordinal: string): string {
  return `/api/v1/events/${ordinal}/envelope`;
}

async function sha256Hex(bytes: Uint8Array): Promise<string | null> {
  // `subtle` exists only on secure origins: HTTPS and localhost.
  if (!globalThis.isSecureContext) return null;
  const digest = await globalThis.crypto.subtle.digest("SHA-256", new Uint8Array(bytes));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
