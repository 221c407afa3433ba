"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import clsx from "clsx";
import {
  useEffect,
  useId,
  useMemo,
  useRef,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from "react";
import { RawView } from "@/components/data/raw-view/raw-view";
import { movedIndex } from "@/components/data/virtual-table/row-movement";
import { Glyph } from "@/components/ui/glyph";
import { jsonRows } from "@/lib/client/json-rows";
import { parseExact } from "@/lib/domain/json/exact-json";
import type { JsonValue } from "@/lib/domain/model/field";
import { FindBar } from "../find-bar";
import { JsonDetail } from "./json-detail";
import { JsonRowView } from "./json-row";
import { useJsonSearch } from "./use-json-search";
import { useJsonState, type JsonTreeActions } from "./use-json-state";

export interface JsonTreeProps {
  /** Accessible name: "Payload of llm.delta". */
  label: string;
  /** The JSON as sent; integers stay exact. Text that is not JSON is shown as text. */
  text?: string;
  /** A value parsed already; used when there is no text. */
  value?: JsonValue;
  /** JSON Pointer of the node to open and select first. */
  initialPointer?: string;
  /** Controls at the end of the search bar. */
  toolbar?: ReactNode;
  className?: string;
}

const rowHeight = 24;

/** Parses and shows; see JsonView. */
export function JsonTree({ text, value, ...rest }: JsonTreeProps) {
  const parsed = useMemo(() => parseOrExplain(text, value), [text, value]);
  if ("value" in parsed) return <Tree key={text ?? "value"} {...rest} root={parsed.value} />;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <p className="flex items-center gap-1.5 border-b px-3 py-1.5 text-xs text-warn">
        <Glyph name="triangle" />
        Not JSON, shown as text: {parsed.problem}
      </p>
      <RawView label={rest.label} bytes={new TextEncoder().encode(text)} toolbar={rest.toolbar} />
    </div>
  );
}

function parseOrExplain(
  text: string | undefined,
  value: JsonValue | undefined,
): { value: JsonValue } | { problem: string } {
  if (text === undefined) return { value: value ?? null };
  try {
    return { value: parseExact(text) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : "unknown reason" };
  }
}

function Tree({
  root,
  label,
  initialPointer,
  toolbar,
  className,
}: Omit<JsonTreeProps, "text" | "value"> & { root: JsonValue }) {
  const baseId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const searchInput = useRef<HTMLInputElement>(null);
  const { state, selected, select, actions } = useJsonState(root, initialPointer);
  const rows = useMemo(() => jsonRows(root, state), [root, state]);
  const cursor = Math.max(
    0,
    rows.findIndex((row) => row.pointer === selected),
  );
  const search = useJsonSearch(root, state, (pointer) => {
    actions.reveal(pointer);
    select(pointer);
  });
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    useFlushSync: false,
  });
  // Outside system: the scroll position follows the cursor, also when a search opened the way to it.
  useEffect(() => virtualizer.scrollToIndex(cursor, { align: "auto" }), [virtualizer, cursor, selected]);

  const row = rows[cursor];
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight) - 1);
    const moved = rows[movedIndex(event.key, cursor, rows.length, page) ?? -1];
    if (moved !== undefined) select(moved.pointer);
    else if (row === undefined || !actOn(event.key, row, actions, select)) return;
    event.preventDefault();
  };
  const onClick = (event: MouseEvent) => {
    const element =
      event.target instanceof Element ? event.target.closest<HTMLElement>("[data-index]") : null;
    const clicked = rows[Number(element?.dataset["index"] ?? -1)];
    if (clicked === undefined) return;
    select(clicked.pointer);
    if (clicked.kind === "more") actions.showMore(clicked);
    else if (clicked.size !== undefined) actions.toggle(clicked);
  };
  return (
    <div
      className={clsx("flex min-h-0 min-w-0 flex-1 flex-col", className)}
      onKeyDown={(event) => {
        if (event.key.toLowerCase() !== "f" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        searchInput.current?.focus();
        searchInput.current?.select();
      }}
    >
      <FindBar label={`Search in ${label}`} {...search.bar} inputRef={searchInput} end={toolbar} />
      <div
        ref={scroller}
        role="tree"
        aria-label={label}
        aria-activedescendant={`${baseId}-${cursor}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onClick={onClick}
        className="ring-inside num min-h-0 flex-1 overflow-auto overscroll-contain py-1"
      >
        <div role="presentation" className="relative w-full" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const shown = rows[item.index];
            if (shown === undefined) return null;
            return (
              <JsonRowView
                key={shown.pointer}
                id={`${baseId}-${item.index}`}
                row={shown}
                index={item.index}
                top={item.start}
                height={rowHeight}
                selected={item.index === cursor}
                query={search.bar.query}
              />
            );
          })}
        </div>
      </div>
      {row?.kind === "node" && <JsonDetail row={row} root={root} onDecode={actions.decode} />}
    </div>
  );
}

/** What the tree keys do on a row; false when the key means nothing here. */
function actOn(
  key: string,
  row: ReturnType<typeof jsonRows>[number],
  actions: JsonTreeActions,
  select: (pointer: string) => void,
): boolean {
  if (row.kind === "more") {
    if (key === "ArrowLeft") select(row.parent);
    else if (key === "Enter" || key === " " || key === "ArrowRight") actions.showMore(row);
    else return false;
    return true;
  }
  const openable = row.size !== undefined && row.size > 0;
  if (key === "ArrowRight" && openable) {
    if (row.expanded) actions.enter(row, select);
    else actions.toggle(row);
  } else if (key === "ArrowLeft" && (row.expanded || row.parent !== undefined)) {
    if (row.expanded) actions.toggle(row);
    else select(row.parent ?? "");
  } else if ((key === "Enter" || key === " ") && openable) actions.toggle(row);
  else if (key === "*") actions.expandSiblings(row);
  else return false;
  return true;
}
