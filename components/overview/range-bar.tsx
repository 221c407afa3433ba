"use client";
import CalendarRange from "lucide-react/icons/calendar-range";
import clsx from "clsx";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { TimeText } from "@/components/data/time-text";
import { buttonClass } from "@/components/ui/button";
import { orNotice } from "@/components/ui/lazy-part";
import type { Rollups } from "@/lib/contracts/rollup";
import { writeRange } from "@/lib/domain/rollups/rollup-range";
import type { ListLinks } from "./list-links";

const RangeDialog = dynamic(
  () => orNotice(import("@/components/data/range-dialog").then((module) => module.RangeDialog)),
  { ssr: false },
);

const presets = [
  { time: "-1h", label: "1 h", says: "Last hour" },
  { time: "-6h", label: "6 h", says: "Last 6 hours" },
  { time: "-24h", label: "24 h", says: "Last 24 hours" },
  { time: "-3d", label: "3 d", says: "Last 3 days" },
  { time: "-7d", label: "7 d", says: "Last 7 days" },
  { time: "-30d", label: "30 d", says: "Last 30 days" },
  { time: "*", label: "All", says: "Everything stored" },
] as const;

export interface RangeBarProps {
  /** The range in force, as it is or would be written. */
  preset: string;
  /** Whether nobody asked for it. */
  isUsual: boolean;
  /** What is drawn of it; absent where it could not be read, and another may be chosen all the same. */
  shown?: { readonly rollups: Rollups; readonly links: ListLinks };
  onTime: (time: string | null) => void;
}

/** The range on show, other ranges, and the lists narrowed to it. */
export function RangeBar({ preset, isUsual, shown, onTime }: RangeBarProps) {
  const [isChoosing, setIsChoosing] = useState(false);
  return (
    <div className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 border-b bg-panel px-3 py-1">
      <div role="group" aria-label="Range" className="flex flex-wrap gap-0.5">
        {presets.map(({ time, label, says }) => (
          <button
            key={time}
            type="button"
            aria-label={says}
            aria-pressed={preset === time}
            onClick={() => onTime(time)}
            className={clsx(
              buttonClass({ variant: "quiet", size: "small" }),
              "aria-pressed:bg-raised aria-pressed:text-fg",
            )}
          >
            {label}
          </button>
        ))}
        {shown !== undefined && (
          <button
            type="button"
            aria-haspopup="dialog"
            onClick={() => setIsChoosing(true)}
            className={buttonClass({ variant: "quiet", size: "small" })}
          >
            <CalendarRange width={13} height={13} aria-hidden="true" /> From, to
          </button>
        )}
      </div>
      {shown !== undefined && (
        <p className="text-xs text-fg-muted">
          <TimeText ms={shown.rollups.from_ms} show="minute" /> to{" "}
          <TimeText ms={shown.rollups.to_ms} show="minute" />
          <span className="text-fg-subtle"> in steps of {stepNames[shown.rollups.step]}</span>
        </p>
      )}
      {!isUsual && (
        <button type="button" className="link h-6 text-xs" onClick={() => onTime(null)}>
          Usual range
        </button>
      )}
      {shown !== undefined && (
        <nav aria-label="Lists of this range" className="ml-auto flex flex-wrap gap-x-3 text-xs">
          <Link className="link" href={shown.links.conversations("")}>
            Conversations
          </Link>
          <Link className="link" href={shown.links.incidents("")}>
            Incidents
          </Link>
          <Link className="link" href={shown.links.events("")}>
            Events
          </Link>
        </nav>
      )}
      {isChoosing && shown !== undefined && (
        <RangeDialog
          initial={{ from: shown.rollups.from_ms, to: shown.rollups.to_ms }}
          cursorMs={null}
          onClose={() => setIsChoosing(false)}
          onApply={({ from, to }) => {
            setIsChoosing(false);
            onTime(writeRange(wholeMinutes(from, to)));
          }}
        />
      )}
    </div>
  );
}

const stepNames = {
  "1m": "a minute",
  "5m": "5 minutes",
  "15m": "15 minutes",
  "1h": "an hour",
  "3h": "3 hours",
  "12h": "12 hours",
  "1d": "a day",
  "7d": "a week",
  "30d": "30 days",
} as const;

/** The sums are kept by the minute. */
function wholeMinutes(from: number, to: number) {
  const minute = 60_000;
  return { from_ms: Math.floor(from / minute) * minute, to_ms: Math.ceil(to / minute) * minute };
}
