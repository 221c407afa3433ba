"use client";
import { useEffect, useState } from "react";
import type { LiveState } from "./live-badge";

/** Something arrived: what follows from it in the records is there this long after, ms. */
const settling_ms = 1_500;
/** Beats come no faster than this, however much arrives, ms. */
const beat_ms = 3_000;

/** Follows the log without reading it: a number that grows some time after something was stored. */
export function useTailBeat(): { readonly state: LiveState; readonly beat: number } {
  const [state, setState] = useState<LiveState>("connecting");
  const [beat, setBeat] = useState(0);
  // Outside systems: the event stream of the server, and timers.
  useEffect(() => {
    const source = new EventSource("/api/v1/live");
    const timers = new Set<ReturnType<typeof setTimeout>>();
    const after = (ms: number) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        setBeat((before) => before + 1);
      }, ms);
      timers.add(timer);
    };
    source.addEventListener("open", () => setState("live"));
    source.addEventListener("error", () => setState("lost"));
    source.addEventListener("events", () => {
      // One look soon, one more when a long conversation has been analysed as well.
      if (timers.size > 0) return;
      after(settling_ms);
      after(settling_ms + beat_ms);
    });
    return () => {
      source.close();
      for (const timer of timers) clearTimeout(timer);
    };
  }, []);
  return { state, beat };
}
