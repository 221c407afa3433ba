"use client";
import { useEffect, useRef, useState } from "react";
import { eventMatches } from "@/lib/client/event-match";
import type { RecordFilter } from "@/lib/client/record-list-params";
import type { EventRow } from "@/lib/contracts/event";
import { parseExact } from "@/lib/domain/json/exact-json";

/** State of the live tail: waiting for the server, following, or cut off (the browser reconnects by itself). */
export type LiveState = "connecting" | "live" | "lost";

export interface LiveCount {
  readonly state: LiveState;
  /** Envelopes that came behind the list and would be in it. */
  readonly count: number;
}

/**
 * Follows the log behind `after` (an ordinal) and counts what a list with these filters would show. Only the
 * number is kept; the list itself is read again when the reader asks for it. A filtered list begins at an
 * envelope that may lie far back, so there `after` is any newer one and what was heard already is skipped.
 */
export function useLiveCount(
  after: string | undefined,
  filter: RecordFilter,
  isFiltered: boolean,
): LiveCount {
  const [state, setState] = useState<LiveState>("connecting");
  const key = `${after ?? ""} ${JSON.stringify(filter)}`;
  const [seen, setSeen] = useState({ key, count: 0 });
  const latest = useRef(filter);
  const heard = useRef(0n);
  useEffect(() => {
    latest.current = filter;
  });
  // Outside system: the event stream of the server.
  useEffect(() => {
    if (after === undefined) return;
    const from = isFiltered && heard.current > BigInt(after) ? heard.current : BigInt(after);
    const source = new EventSource(`/api/v1/live?after=${String(from)}`);
    source.addEventListener("open", () => setState("live"));
    source.addEventListener("error", () => setState("lost"));
    const onEvents = async ({ data, lastEventId }: MessageEvent<string>) => {
      const items = await readItems(data);
      if (source.readyState === EventSource.CLOSED) return;
      if (lastEventId !== "") heard.current = BigInt(lastEventId);
      const count = items.filter((item) => eventMatches(item, latest.current)).length;
      if (count > 0) setSeen((before) => ({ key, count: (before.key === key ? before.count : 0) + count }));
    };
    source.addEventListener("events", (message: MessageEvent<string>) => void onEvents(message));
    return () => source.close();
  }, [after, isFiltered, key]);
  return { state, count: seen.key === key ? seen.count : 0 };
}

/** The envelopes of one message. Throws when it breaks its contract. */
async function readItems(data: string): Promise<readonly EventRow[]> {
  const { feedPageSchema } = await import("./feed-page");
  return feedPageSchema.parse(parseExact(data)).items;
}
