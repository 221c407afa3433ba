"use client";
import Link from "next/link";
import { inputClass } from "@/components/ui/field";
import { plural, truncateMiddle } from "@/lib/client/format";
import type { CompareSideHead } from "@/lib/contracts/compare";
import { printCompareSide } from "@/lib/contracts/compare-side";

export interface SideHeadProps {
  name: "A" | "B";
  side: CompareSideHead;
  /** The side in the form of the address. */
  onChange: (side: string) => void;
}

/** What stands on one side, and which turn of it. */
export function SideHead({ name, side, onChange }: SideHeadProps) {
  const { conv_id, turn_id, title, turns, left_out } = side;
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1 px-3 py-1.5 text-sm">
      <span
        aria-hidden="true"
        className="inline-flex size-5 shrink-0 items-center justify-center rounded-control border bg-raised text-2xs"
      >
        {name}
      </span>
      <Link
        href={`/conversations/${encodeURIComponent(conv_id)}`}
        className="min-w-0 truncate font-medium hover:underline"
        title={conv_id}
      >
        <span className="sr-only">{name}: </span>
        {title ?? truncateMiddle(conv_id, 40)}
      </Link>
      <select
        aria-label={`Turn of ${name}`}
        value={turn_id ?? ""}
        onChange={(event) =>
          onChange(
            printCompareSide({
              conv_id,
              turn_id: event.target.value === "" ? undefined : event.target.value,
            }),
          )
        }
        className={`${inputClass} ml-auto w-auto max-w-60 text-xs`}
      >
        <option value="">whole conversation</option>
        {turns.map((turn, at) => (
          <option key={turn.turn_id} value={turn.turn_id}>
            turn {at + 1} {truncateMiddle(turn.prompt, 40)}
          </option>
        ))}
        {turn_id !== null && !turns.some((turn) => turn.turn_id === turn_id) && (
          <option value={turn_id}>{truncateMiddle(turn_id, 24)}</option>
        )}
      </select>
      {left_out > 0 && <span className="text-xs text-warn">{plural(left_out, "later turn")} left out</span>}
    </div>
  );
}
