"use client";
import clsx from "clsx";
import { useSyncExternalStore } from "react";
import {
  formatDateTime,
  formatDateTimeZone,
  formatDuration,
  formatRelative,
  formatShortDateTime,
  formatTimeOfDay,
  isoTime,
} from "@/lib/client/format";
import { clockPreference } from "@/lib/client/preferences";
import { secondClock } from "@/lib/client/second-clock";
import { usePreference } from "@/lib/client/use-preference";

const never = () => () => undefined;

/** The zone the user reads times in. The server and the first client render use UTC, so that they agree. */
export function useTimeZone(): "local" | "utc" {
  const [clock] = usePreference(clockPreference);
  return useSyncExternalStore(
    never,
    () => clock,
    () => "utc" as const,
  );
}

export interface TimeTextProps {
  /** Epoch milliseconds, UTC. */
  ms: number;
  /** `time` 12:06:52.801, `short` 02-19 12:06:52, `exact` 02-19 12:06:52.801, `minute` 2026-02-19 12:06, `date-time` 2026-02-19 12:06:52.801, `relative` 12 s (ticks), `offset` +1.41 s from `originMs`. */
  show?: "time" | "short" | "exact" | "minute" | "date-time" | "relative" | "offset";
  originMs?: number;
  className?: string;
}

/** A point in time, readable by people and machines; the title gives date, zone and epoch. */
export function TimeText({ ms, show = "time", originMs = 0, className }: TimeTextProps) {
  const zone = useTimeZone();
  const title = `${formatDateTimeZone(ms, zone)} · ${ms}`;
  return (
    <time
      dateTime={isoTime(ms) || undefined}
      title={title}
      className={clsx("num whitespace-nowrap", className)}
      suppressHydrationWarning
    >
      {show === "relative" ? (
        <Relative ms={ms} />
      ) : show === "offset" ? (
        `${ms < originMs ? "" : "+"}${formatDuration(ms - originMs)}`
      ) : show === "date-time" ? (
        formatDateTime(ms, zone)
      ) : show === "minute" ? (
        formatDateTime(ms, zone).slice(0, 16)
      ) : show === "exact" ? (
        formatDateTime(ms, zone).slice(5)
      ) : show === "short" ? (
        formatShortDateTime(ms, zone)
      ) : (
        formatTimeOfDay(ms, zone)
      )}
    </time>
  );
}

function Relative({ ms }: { ms: number }) {
  const text = useSyncExternalStore(
    secondClock.subscribe,
    () => formatRelative(ms, secondClock.now()),
    () => formatRelative(ms, secondClock.now()),
  );
  return <span suppressHydrationWarning>{text}</span>;
}
