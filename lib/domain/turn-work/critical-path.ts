/** A piece of work with its time, epoch ms. */
export interface WorkSpan {
  readonly id: string;
  readonly start: number;
  readonly end: number;
}

export interface CriticalPath {
  /** Work that the end waited for, in order of time. */
  readonly ids: readonly string[];
  /** Time between start and end in which none of the recorded work went on. */
  readonly idle_ms: number;
}

/**
 * The work that decided when a turn ended: from its end backwards, always the work that ended last, and on from
 * where that began. Shortening anything else would not have ended the turn sooner. O(n²).
 */
export function criticalPath(spans: readonly WorkSpan[], from: number): CriticalPath {
  const ids: string[] = [];
  let idle_ms = 0;
  let at = Math.max(from, ...spans.map(({ end }) => end));
  for (;;) {
    const before = spans.filter(({ id, start }) => start < at && !ids.includes(id));
    const last = before.reduce<WorkSpan | undefined>((best, span) => {
      if (best === undefined) return span;
      const later = Math.min(span.end, at) - Math.min(best.end, at);
      return later > 0 || (later === 0 && span.start < best.start) ? span : best;
    }, undefined);
    if (last === undefined) break;
    idle_ms += Math.max(0, at - last.end);
    ids.unshift(last.id);
    at = last.start;
  }
  return { ids, idle_ms: idle_ms + Math.max(0, at - from) };
}
