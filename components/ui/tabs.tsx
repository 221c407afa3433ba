"use client";
import clsx from "clsx";
import { useId, useRef, type KeyboardEvent, type ReactNode } from "react";

export interface Tab {
  readonly id: string;
  readonly label: string;
  /** Shown beside the label, also on closed tabs. */
  readonly count?: string | number;
  readonly disabled?: boolean;
}

export interface TabsProps {
  /** Name of the set, e.g. "Views of this conversation". */
  label: string;
  tabs: readonly Tab[];
  selected: string;
  onSelect: (id: string) => void;
  /** Controls at the end of the tab row. */
  end?: ReactNode;
  /** The panel of the selected tab. It fills the rest of the height. */
  children: ReactNode;
  className?: string;
}

/**
 * Tabs after the ARIA practices: one tab stop, arrows, Home and End move and select, the panel is named by
 * its tab. Only the selected panel exists.
 */
export function Tabs({ label, tabs, selected, onSelect, end, children, className }: TabsProps) {
  const base = useId();
  const list = useRef<HTMLDivElement>(null);
  const enabled = tabs.filter((tab) => tab.disabled !== true);
  const onKeyDown = (event: KeyboardEvent) => {
    const at = enabled.findIndex((tab) => tab.id === selected);
    const next = targetOf(event.key, at, enabled.length);
    const tab = next === undefined ? undefined : enabled[next];
    if (tab === undefined) return;
    event.preventDefault();
    onSelect(tab.id);
    list.current?.querySelector<HTMLElement>(`[data-tab="${CSS.escape(tab.id)}"]`)?.focus();
  };
  return (
    <div className={clsx("flex min-h-0 min-w-0 flex-1 flex-col", className)}>
      <div className="flex h-8.5 shrink-0 items-end gap-2 border-b px-2">
        <div
          ref={list}
          role="tablist"
          aria-label={label}
          onKeyDown={onKeyDown}
          className="flex min-w-0 items-end gap-0.5 self-stretch overflow-x-auto overflow-y-hidden [scrollbar-width:none]"
        >
          {tabs.map((tab) => (
            <button
              key={tab.id}
              type="button"
              role="tab"
              data-tab={tab.id}
              id={`${base}-tab-${tab.id}`}
              aria-selected={tab.id === selected}
              aria-controls={tab.id === selected ? `${base}-panel` : undefined}
              tabIndex={tab.id === selected ? 0 : -1}
              disabled={tab.disabled}
              onClick={() => onSelect(tab.id)}
              className={clsx(
                "ring-inside -mb-px h-8 shrink-0 border-b-2 px-2.5 font-medium whitespace-nowrap disabled:opacity-50",
                tab.id === selected
                  ? "border-accent text-fg"
                  : "border-transparent text-fg-muted hover:text-fg",
              )}
            >
              {tab.label}
              {tab.count !== undefined && (
                <span className="ml-1.5 text-2xs text-fg-subtle tabular-nums">{tab.count}</span>
              )}
            </button>
          ))}
        </div>
        {end !== undefined && <div className="ml-auto flex h-full items-center gap-2">{end}</div>}
      </div>
      <div
        role="tabpanel"
        id={`${base}-panel`}
        aria-labelledby={`${base}-tab-${selected}`}
        tabIndex={-1}
        className="flex min-h-0 flex-1 flex-col outline-none"
      >
        {children}
      </div>
    </div>
  );
}

function targetOf(key: string, at: number, count: number): number | undefined {
  if (count === 0) return undefined;
  if (key === "ArrowRight") return (at + 1) % count;
  if (key === "ArrowLeft") return (at - 1 + count) % count;
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  return undefined;
}
