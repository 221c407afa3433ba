"use client";
import { useEffect, useRef, useState } from "react";
import type { LiveCount, LiveState } from "@/components/shell/live-badge";
import { eventMatches } from "@/lib/client/event-match";
import { secondClock } from "@/lib/client/second-clock";
import type { EventRow } from "@/lib/contracts/event";
import { parseExact } from "@/lib/domain/json/exact-json";
import { parseQuery, queryOf } from "@/lib/domain/query/parse-query";

/**
 * Follows the log behind `after` (an ordinal) and counts what the list of a query would show. Only the
 * number is kept; the list itself is read again when the reader asks for it. A filtered list begins at an
 * envelope that may lie far back, so there `after` is any newer one and what was heard already is skipped.
 */
export function useLiveCount(after: string | undefined, q: string, isFiltered: boolean): LiveCount {
  const [state, setState] = useState<LiveState>("connecting");
  const key = `${after ?? ""} ${q}`;
  const [seen, setSeen] = useState({ key, count: 0, isExact: true });
  const latest = useRef(q);
  const heard = useRef(0n);
  useEffect(() => {
    latest.current = q;
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
      const query = queryOf(parseQuery(latest.current, "events"));
      const now = secondClock.now();
      const answers = items
        .map((item) => eventMatches(item, query, now))
        .filter((answer) => answer !== false);
      if (answers.length === 0) return;
      const isExact = answers.every((answer) => answer === true);
      setSeen((before) =>
        before.key === key
          ? { key, count: before.count + answers.length, isExact: before.isExact && isExact }
          : { key, count: answers.length, isExact },
      );
    };
    source.addEventListener("events", (message: MessageEvent<string>) => void onEvents(message));
    return () => source.close();
  }, [after, isFiltered, key]);
  return seen.key === key
    ? { state, count: seen.count, accuracy: seen.isExact ? "exact" : "at most" }
    : { state, count: 0, accuracy: "exact" };
}

/** The envelopes of one message. Throws when it breaks its contract. */
async function readItems(data: string): Promise<readonly EventRow[]> {
  const { feedPageSchema } = await import("./feed-page");
  return feedPageSchema.parse(parseExact(data)).items;
}
