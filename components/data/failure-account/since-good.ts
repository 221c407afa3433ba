import type { KnownRecord } from "@/lib/contracts/failure-account";

/**
 * Milliseconds from the end of what still worked to a failure: "was completed" names an end, not a begin. Of a record
 * without a known end it is the begin that counts. Undefined when a time is missing or what worked ended later.
 */
export function sinceGood(
  { at_ms, took_ms }: Pick<KnownRecord, "at_ms" | "took_ms">,
  failedAtMs: number | null,
): number | undefined {
  if (at_ms === null || failedAtMs === null) return undefined;
  const since = failedAtMs - at_ms - (took_ms ?? 0);
  return since < 0 ? undefined : since;
}
