"use client";
import { useRef, type KeyboardEvent } from "react";
import { PageState } from "@/components/data/page-state";
import { movedIndex } from "@/components/data/virtual-table/row-movement";
import { Badge } from "@/components/ui/badge";
import { formatCount, plural } from "@/lib/client/format";
import type { Related, RelatedItem } from "@/lib/contracts/related";
import { isTurnMate } from "../use-jumps";
import { KindIcon, kindNames } from "../kind-icon";
import { markColor } from "../mark-color";

export interface RelatedTabProps {
  related: Related | undefined;
  error: unknown;
  onRetry: () => void;
  convId: string;
  onFollow: (item: RelatedItem) => void;
}

const directions = [
  ["same", "Tells of the same thing"],
  ["caused_by", "Caused by"],
  ["causes", "Leads to"],
  ["part_of", "Part of"],
  ["contains", "Contains"],
  ["beside", "In the same turn"],
] as const;

/** Every record correlated with the one under the cursor, and how each link is known. */
export function RelatedTab({ related, error, onRetry, convId, onFollow }: RelatedTabProps) {
  const list = useRef<HTMLDivElement>(null);
  const items = related?.items ?? [];
  /** Arrows walk the links; Tab reaches them too. */
  const onKeyDown = (event: KeyboardEvent) => {
    const links = [...(list.current?.querySelectorAll<HTMLElement>("[data-link]") ?? [])];
    const at = links.findIndex((link) => link === document.activeElement);
    const to = movedIndex(event.key, at, links.length, 10);
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    links[to]?.focus();
  };
  const close = items.filter((item) => !isTurnMate(item));
  const mates = items.filter(isTurnMate);
  const lineOf = (item: RelatedItem) => (
    <li key={item.ref}>
      <RelatedLine
        item={item}
        isElsewhere={item.conv_id !== null && item.conv_id !== convId}
        onFollow={() => onFollow(item)}
      />
    </li>
  );
  const leftOut = Object.entries(related?.left_out ?? {});
  return (
    <PageState
      state={
        error !== null && related === undefined
          ? { kind: "failed", error, onRetry }
          : related === undefined
            ? { kind: "loading" }
            : items.length === 0
              ? {
                  kind: "empty",
                  title: "Nothing is correlated with this record",
                  hint: "No id, envelope, turn or time ties it to another one.",
                }
              : { kind: "ready" }
      }
    >
      <div
        ref={list}
        data-pane-focus=""
        tabIndex={-1}
        onKeyDown={onKeyDown}
        className="min-h-0 flex-1 overflow-auto overscroll-contain pb-8 outline-none"
      >
        {directions.map(([direction, title]) => {
          const group = close.filter((item) => item.direction === direction);
          if (group.length === 0) return null;
          return (
            <section key={direction} aria-label={title} className="border-b py-1.5">
              <h3 className="flex justify-between px-3 py-1 text-2xs text-fg-subtle">
                <span>{title}</span>
                <span className="tabular-nums">{group.length}</span>
              </h3>
              <ul>{group.map(lineOf)}</ul>
            </section>
          );
        })}
        {mates.length > 0 && (
          <details className="border-b" open={close.length < 6}>
            <summary className="ring-inside flex min-h-8 items-center justify-between px-3 text-2xs text-fg-subtle hover:text-fg">
              <span>In the same turn</span>
              <span className="tabular-nums">{mates.length}</span>
            </summary>
            <ul>{mates.map(lineOf)}</ul>
          </details>
        )}
        {leftOut.length > 0 && (
          <p className="px-3 py-2 text-xs text-fg-subtle">
            Not listed:{" "}
            {leftOut
              .map(([kind, count]) => `${formatCount(count)} more of kind ${kind.replaceAll("_", " ")}`)
              .join(", ")}
          </p>
        )}
        <p role="status" className="sr-only">
          {plural(items.length, "related record")}
        </p>
      </div>
    </PageState>
  );
}

function RelatedLine({
  item,
  isElsewhere,
  onFollow,
}: {
  item: RelatedItem;
  isElsewhere: boolean;
  onFollow: () => void;
}) {
  return (
    <button
      type="button"
      data-link=""
      onClick={onFollow}
      className="ring-inside relative flex min-h-9 w-full items-center gap-2 px-3 py-1 text-left hover:bg-hover"
    >
      <span
        data-mark=""
        aria-hidden="true"
        className="absolute inset-y-1 left-0 w-[3px]"
        style={{ background: markColor(item.mark) }}
      />
      <span className="text-fg-subtle">
        <KindIcon kind={item.kind} />
        <span className="sr-only">{kindNames[item.kind]}</span>
      </span>
      <span className="min-w-0 flex-1">
        <span className="block truncate text-sm" title={item.title}>
          {item.title}
        </span>
        {item.summary !== "" && (
          <span className="block truncate text-xs text-fg-subtle" title={item.summary}>
            {item.summary}
          </span>
        )}
      </span>
      {isElsewhere && <Badge title={item.conv_id ?? undefined}>other conversation</Badge>}
      <span
        className="max-w-40 shrink-0 text-right text-2xs text-fg-subtle"
        title={`${item.how}: ${item.rule}`}
      >
        <span className={item.how === "inferred" ? "text-warn" : undefined}>{item.how}</span>
        <span className="block truncate">{item.rule}</span>
      </span>
    </button>
  );
}
