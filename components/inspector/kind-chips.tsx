"use client";
import clsx from "clsx";
import { formatCount } from "@/lib/client/format";
import { defaultKindGroups, kindGroupNames, type KindGroup } from "@/lib/client/inspector-params";
import type { KindCounts } from "./kind-counts";

const labels: Readonly<Record<KindGroup, string>> = {
  events: "Events",
  entities: "Entities",
  snapshots: "Snapshots",
  model: "Model",
  tools: "Tools",
  decisions: "Decisions",
  transport: "Transport",
  errors: "Errors",
  findings: "Findings",
  logs: "Logs",
  records: "State rows",
};

export interface KindChipsProps {
  shown: readonly KindGroup[];
  /** Groups without any record are left out. */
  counts: KindCounts;
  /** Rows of no group are shown as well, so that all groups may be hidden. */
  hasOthers: boolean;
  /** Null puts the default back. */
  onChange: (shown: KindGroup[] | null) => void;
}

/** Which kinds of records the list shows. A click shows or hides one; with Alt, or a double click, only that one. */
export function KindChips({ shown, counts, hasOthers, onChange }: KindChipsProps) {
  const present = kindGroupNames.filter((group) => counts[group] !== 0);
  const toggle = (group: KindGroup) => {
    const next = shown.includes(group) ? shown.filter((other) => other !== group) : [...shown, group];
    // A list of nothing helps nobody: hiding the last kind shows all again.
    onChange(hasOthers || next.some((other) => counts[other] !== 0) ? next : null);
  };
  const isDefault =
    shown.length === defaultKindGroups.length && defaultKindGroups.every((group) => shown.includes(group));
  return (
    <div
      role="group"
      aria-label="Kinds of records"
      className="flex min-w-0 items-center gap-1 overflow-x-auto [scrollbar-width:none]"
    >
      {present.map((group) => {
        const pressed = shown.includes(group);
        return (
          <button
            key={group}
            type="button"
            aria-pressed={pressed}
            title={`${pressed ? "Hide" : "Show"} ${labels[group].toLowerCase()}; with Alt only these`}
            onClick={(event) => (event.altKey ? onChange([group]) : toggle(group))}
            onDoubleClick={() => onChange([group])}
            className={clsx(
              "ring-inside inline-flex h-6 shrink-0 items-center gap-1.5 rounded-control border px-1.5 text-xs whitespace-nowrap",
              pressed ? "border-border bg-raised text-fg" : "border-dashed text-fg-subtle hover:text-fg",
            )}
          >
            {!pressed && (
              <span aria-hidden="true" className="-mr-1">
                +
              </span>
            )}
            {labels[group]}
            <Count value={counts[group]} />
          </button>
        );
      })}
      {!isDefault && (
        <button type="button" className="link h-6 shrink-0 px-1.5 text-xs" onClick={() => onChange(null)}>
          All kinds
        </button>
      )}
    </div>
  );
}

function Count({ value }: { value: number | null }) {
  return value === null ? null : (
    <span className="text-2xs text-fg-subtle tabular-nums">{formatCount(value)}</span>
  );
}
