"use client";
import clsx from "clsx";
import { useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { minimumColumnWidth, nextSort, widthOf, type Column, type SortOrder } from "./column";

export interface TableHeaderProps<Row> {
  columns: readonly Column<Row>[];
  widths: Readonly<Record<string, number>>;
  /** Undefined puts the column back to its own width. */
  onWidthChange: (column: string, width: number | undefined) => void;
  sort?: SortOrder;
  onSortChange?: (sort: SortOrder) => void;
}

/**
 * The header row. One tab stop: arrows move between columns, Enter sorts, Shift with arrows resizes,
 * Backspace puts the width back. The edge of a header can be dragged; a double click puts it back.
 */
export function TableHeader<Row>({
  columns,
  widths,
  onWidthChange,
  sort,
  onSortChange,
}: TableHeaderProps<Row>) {
  const [focused, setFocused] = useState(0);
  const row = useRef<HTMLDivElement>(null);
  const move = (to: number) => {
    const next = Math.min(columns.length - 1, Math.max(0, to));
    setFocused(next);
    row.current?.querySelectorAll<HTMLElement>("[role=columnheader]")[next]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent, column: Column<Row>, at: number) => {
    const step = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    if (step !== 0 && event.shiftKey) {
      onWidthChange(
        column.id,
        Math.max(column.minWidth ?? minimumColumnWidth, renderedWidth(event.currentTarget) + step * 16),
      );
    } else if (step !== 0) move(at + step);
    else if (event.key === "Backspace") onWidthChange(column.id, undefined);
    else if ((event.key === "Enter" || event.key === " ") && column.sortable === true) {
      onSortChange?.(nextSort(sort, column.id, column.align));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={row}
      role="row"
      aria-rowindex={1}
      className="sticky top-0 z-sticky grid h-7 border-b bg-panel pl-[3px] text-2xs text-fg-subtle"
      style={{ gridTemplateColumns: "var(--columns)" }}
    >
      {columns.map((column, at) => {
        const direction = sort?.column === column.id ? sort.direction : undefined;
        const sortable = column.sortable === true && onSortChange !== undefined;
        return (
          <div
            key={column.id}
            role="columnheader"
            aria-colindex={at + 1}
            aria-sort={direction ?? (sortable ? "none" : undefined)}
            title={column.title}
            tabIndex={at === focused ? 0 : -1}
            onFocus={() => setFocused(at)}
            onKeyDown={(event) => onKeyDown(event, column, at)}
            onClick={sortable ? () => onSortChange(nextSort(sort, column.id, column.align)) : undefined}
            className={clsx(
              "ring-inside group relative flex min-w-0 items-center gap-1 px-2 select-none",
              column.align === "end" && "flex-row-reverse",
              // The button of the columns lies over the end of the row.
              column.align === "end" && at === columns.length - 1 && "pr-8",
              sortable && "hover:text-fg",
              direction !== undefined && "text-fg",
            )}
          >
            <span className={column.headerHidden === true ? "sr-only" : "truncate"}>{column.header}</span>
            <span aria-hidden="true" className={clsx("shrink-0", direction === undefined && "hidden")}>
              {direction === "ascending" ? "↑" : "↓"}
            </span>
            <ResizeEdge
              onResize={(width) =>
                onWidthChange(column.id, Math.max(column.minWidth ?? minimumColumnWidth, width))
              }
              onReset={() => onWidthChange(column.id, undefined)}
              resized={widths[column.id] !== undefined && widthOf(column, widths) !== column.width}
            />
          </div>
        );
      })}
    </div>
  );
}

function renderedWidth(element: Element): number {
  return Math.round(element.getBoundingClientRect().width);
}

interface ResizeEdgeProps {
  onResize: (width: number) => void;
  onReset: () => void;
  resized: boolean;
}

/** The draggable edge of a header. Hidden from assistive technology: keys on the header do the same. */
function ResizeEdge({ onResize, onReset, resized }: ResizeEdgeProps) {
  const start = useRef<{ x: number; width: number } | undefined>(undefined);
  const onPointerDown = (event: PointerEvent<HTMLSpanElement>) => {
    const header = event.currentTarget.parentElement;
    if (event.button !== 0 || header === null) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { x: event.clientX, width: renderedWidth(header) };
  };
  const onPointerMove = (event: PointerEvent) => {
    if (start.current !== undefined)
      onResize(start.current.width + Math.round(event.clientX - start.current.x));
  };
  return (
    <span
      aria-hidden="true"
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => (start.current = undefined)}
      onPointerCancel={() => (start.current = undefined)}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={onReset}
      className={clsx(
        "absolute inset-y-0 right-0 w-2 cursor-col-resize touch-none",
        "after:absolute after:inset-y-1.5 after:right-0 after:w-px after:bg-border hover:after:bg-accent",
        resized && "after:bg-border-control",
      )}
    />
  );
}
