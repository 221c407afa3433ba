"use client";
import ChevronDown from "lucide-react/icons/chevron-down";
import ChevronUp from "lucide-react/icons/chevron-up";
import type { ReactNode, Ref } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { SearchField } from "@/components/ui/search-field";
import { formatCount } from "@/lib/client/format";

export interface FindBarProps {
  /** What is searched: "Search in payload". */
  label: string;
  query: string;
  onQueryChange: (query: string) => void;
  /** Matches found and the one shown, from 0. */
  count: number;
  current: number;
  /** The search stopped at its limit. */
  limited?: boolean;
  onMove: (step: 1 | -1) => void;
  inputRef?: Ref<HTMLInputElement>;
  /** Controls at the end. */
  end?: ReactNode;
}

/** Search inside a virtual list, which the browser's own search cannot see. Enter and Shift+Enter move. */
export function FindBar({
  label,
  query,
  onQueryChange,
  count,
  current,
  limited,
  onMove,
  inputRef,
  end,
}: FindBarProps) {
  const result =
    query === ""
      ? ""
      : count === 0
        ? "no match"
        : `${formatCount(current + 1)} of ${formatCount(count)}${limited === true ? "+" : ""}`;
  return (
    <div className="flex h-9 shrink-0 items-center gap-1 border-b px-2">
      <SearchField
        label={label}
        value={query}
        onChange={onQueryChange}
        placeholder="Search"
        size="small"
        inputRef={inputRef}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          onMove(event.shiftKey ? -1 : 1);
        }}
        end={
          <span role="status" className="text-2xs whitespace-nowrap text-fg-subtle">
            {result}
          </span>
        }
        className="max-w-90 flex-1"
      />
      {count > 0 && (
        <>
          <IconButton
            label="Previous match"
            icon={<ChevronUp width={14} height={14} />}
            onClick={() => onMove(-1)}
          />
          <IconButton
            label="Next match"
            icon={<ChevronDown width={14} height={14} />}
            onClick={() => onMove(1)}
          />
        </>
      )}
      {end !== undefined && <span className="ml-auto flex shrink-0 items-center gap-1">{end}</span>}
    </div>
  );
}
