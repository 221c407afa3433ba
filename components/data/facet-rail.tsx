"use client";
import clsx from "clsx";
import { useEffect, useRef, useState, type KeyboardEvent, type MouseEvent } from "react";
import { formatCount } from "@/lib/client/format";

export interface FacetValue {
  readonly value: string;
  /** Shown instead of the value. */
  readonly label?: string;
  /** Rows it would leave; absent where they are not counted. */
  readonly count?: number;
  /** CSS colour of the mark before the label. */
  readonly color?: string;
  /** Whether the value is asked for or excluded now. */
  readonly state?: "included" | "excluded";
}

export interface FacetGroup {
  readonly id: string;
  readonly title: string;
  readonly values: readonly FacetValue[];
  /** Values that are folded away and can be shown. */
  readonly folded?: number;
  /** Whether the newest rows only were counted: counts then end with a plus, as totals do. */
  readonly isCutOff?: boolean;
  /** Values beyond those that were counted: found by searching for them. */
  readonly more?: number;
}

export interface FacetRailProps {
  /** Accessible name. */
  label: string;
  groups: readonly FacetGroup[];
  /** Plain click or Enter includes, Alt includes the opposite: excludes. The same again removes the filter. */
  onToggle: (group: string, value: string, wanted: "included" | "excluded") => void;
  onUnfold?: (group: string) => void;
  className?: string;
}

/**
 * Filter values with counts and bars. One tab stop: arrows move through all values, Enter or Space
 * includes, Alt+Enter excludes. Bars compare within a group.
 */
export function FacetRail({ label, groups, onToggle, onUnfold, className }: FacetRailProps) {
  const root = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(0);
  /** Value that takes the focus once it is there: the button that unfolds goes away. */
  const awaited = useRef<number | null>(null);
  const total = groups.reduce((sum, group) => sum + group.values.length, 0);
  const focusAt = (index: number) => {
    const next = Math.min(total - 1, Math.max(0, index));
    setCurrent(next);
    root.current?.querySelector<HTMLElement>(`[data-facet="${next}"]`)?.focus();
  };
  // Outside system: the focus of the document.
  useEffect(() => {
    if (awaited.current === null || awaited.current >= total) return;
    focusAt(awaited.current);
    awaited.current = null;
  });
  const onKeyDown = (event: KeyboardEvent, index: number, toggle: (exclude: boolean) => void) => {
    if (event.key === "ArrowDown" || event.key === "j") focusAt(index + 1);
    else if (event.key === "ArrowUp" || event.key === "k") focusAt(index - 1);
    else if (event.key === "Home") focusAt(0);
    else if (event.key === "End") focusAt(total - 1);
    else if (event.key === "Enter" || event.key === " ") toggle(event.altKey);
    else return;
    event.preventDefault();
  };
  const startOf = (group: number) =>
    groups.slice(0, group).reduce((sum, { values }) => sum + values.length, 0);
  return (
    <div
      ref={root}
      role="group"
      aria-label={label}
      className={clsx("min-h-0 overflow-y-auto py-1.5", className)}
    >
      {groups.some(({ isCutOff }) => isCutOff === true) && (
        <p className="px-3 pt-1 text-2xs text-fg-subtle">Counts with +: newest rows only</p>
      )}
      {groups.map((group, place) => {
        const highest = Math.max(1, ...group.values.map((value) => value.count ?? 0));
        return (
          <section key={group.id} aria-label={group.title}>
            <h2 className="px-3 pt-2 pb-1 text-2xs text-fg-subtle">{group.title}</h2>
            {group.values.map((value, offset) => {
              const at = startOf(place) + offset;
              const toggle = (exclude: boolean) =>
                onToggle(group.id, value.value, exclude ? "excluded" : "included");
              return (
                <FacetButton
                  key={value.value}
                  value={value}
                  isCutOff={group.isCutOff === true}
                  share={(value.count ?? 0) / highest}
                  index={at}
                  tabStop={at === Math.min(current, total - 1)}
                  onFocus={() => setCurrent(at)}
                  onKeyDown={(event) => onKeyDown(event, at, toggle)}
                  onClick={(event) => toggle(event.altKey)}
                />
              );
            })}
            {group.folded !== undefined && group.folded > 0 && onUnfold !== undefined && (
              <button
                type="button"
                aria-label={`${formatCount(group.folded)} more of ${group.title}`}
                className="link ml-8 h-6 text-xs"
                onClick={() => {
                  awaited.current = startOf(place) + group.values.length;
                  onUnfold(group.id);
                }}
              >
                {formatCount(group.folded)} more
              </button>
            )}
            {group.folded === 0 && group.more !== undefined && group.more > 0 && (
              <p className="ml-8 py-1 text-2xs text-fg-subtle">
                {formatCount(group.more)} more are found by typing
              </p>
            )}
          </section>
        );
      })}
    </div>
  );
}

interface FacetButtonProps {
  value: FacetValue;
  isCutOff: boolean;
  share: number;
  index: number;
  tabStop: boolean;
  onFocus: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
  onClick: (event: MouseEvent) => void;
}

function FacetButton({
  value,
  isCutOff,
  share,
  index,
  tabStop,
  onFocus,
  onKeyDown,
  onClick,
}: FacetButtonProps) {
  const { state, color, count } = value;
  const text = value.label ?? value.value;
  const isAtLeast = isCutOff && count !== undefined && count > 0;
  return (
    <button
      type="button"
      data-facet={index}
      aria-pressed={state === "included" ? true : state === "excluded" ? "mixed" : false}
      aria-label={`${text}${count === undefined ? "" : `, ${formatCount(count)}${isAtLeast ? " or more" : ""}`}${state === "excluded" ? ", excluded" : ""}`}
      title={`${text} · ${isAtLeast ? "counted among the newest · " : ""}Alt+click excludes`}
      tabIndex={tabStop ? 0 : -1}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
      onClick={onClick}
      className={clsx(
        "ring-inside relative grid h-6 w-full grid-cols-[10px_minmax(0,1fr)_auto] items-center gap-2 px-3 text-left text-xs",
        state === "included" ? "row-selected" : "hover:bg-hover",
        count === 0 && state === undefined && "text-fg-subtle",
      )}
    >
      {state === "excluded" ? (
        <span aria-hidden="true" className="text-center font-semibold text-err">
          −
        </span>
      ) : (
        <span
          data-mark=""
          aria-hidden="true"
          className="size-2.5 rounded-mark"
          style={{ background: color ?? "transparent" }}
        />
      )}
      <span className={clsx("truncate", state === "excluded" && "text-fg-subtle line-through")}>{text}</span>
      {count !== undefined && (
        <span className="num text-fg-subtle">
          {formatCount(count)}
          {isAtLeast && "+"}
        </span>
      )}
      <span aria-hidden="true" className="absolute right-3 bottom-0.5 left-3 h-0.5">
        <span className="block h-full bg-border-control opacity-35" style={{ width: `${share * 100}%` }} />
      </span>
    </button>
  );
}
