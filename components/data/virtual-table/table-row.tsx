"use client";
import clsx from "clsx";
import { memo, type ReactNode } from "react";
import { Skeleton } from "@/components/ui/skeleton";
import type { Column } from "./column";

export interface TableRowProps<Row> {
  row: Row;
  index: number;
  id: string;
  columns: readonly Column<Row>[];
  /** Offset from the top of the list in pixels. */
  top: number;
  height: number;
  selected: boolean;
  /** CSS colour of the left edge. */
  edge: string | undefined;
  /** Hovered elsewhere, or new. */
  className: string | undefined;
}

function TableRowInner<Row>({
  row,
  index,
  id,
  columns,
  top,
  height,
  selected,
  edge,
  className,
}: TableRowProps<Row>) {
  return (
    <div
      id={id}
      role="row"
      // The header is row 1.
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-index={index}
      className={clsx(
        "absolute inset-x-0 grid items-center border-b border-border/55 pl-[3px] whitespace-nowrap [contain:strict]",
        selected ? "row-selected" : "hover:bg-hover",
        className,
      )}
      style={{ height, transform: `translateY(${top}px)`, gridTemplateColumns: "var(--columns)" }}
    >
      {edge !== undefined && (
        <span
          data-mark=""
          aria-hidden="true"
          className="absolute inset-y-0 left-0 w-[3px]"
          style={{ background: edge }}
        />
      )}
      {columns.map((column, at) => (
        <div
          key={column.id}
          role="gridcell"
          aria-colindex={at + 1}
          title={column.cellTitle?.(row)}
          className={clsx(
            "truncate px-2",
            column.align === "end" && "text-right",
            column.mono === true ? "num" : "text-sm",
          )}
        >
          {column.cell(row, index)}
        </div>
      ))}
    </div>
  );
}

/**
 * One row. Memoised: scrolling re-renders only rows that enter. The cast restores the type parameter,
 * which memo drops; the component is the same.
 */
export const TableRow = memo(TableRowInner) as typeof TableRowInner;

/** A row that is on its way, of the exact height. */
export function SkeletonRow<Row>({
  columns,
  top,
  height,
}: {
  columns: readonly Column<Row>[];
  top: number;
  height: number;
}): ReactNode {
  return (
    <div
      aria-hidden="true"
      className="absolute inset-x-0 grid items-center border-b border-border/55 pl-[3px]"
      style={{ height, transform: `translateY(${top}px)`, gridTemplateColumns: "var(--columns)" }}
    >
      {columns.map((column, at) => (
        <div key={column.id} className={clsx("flex px-2", column.align === "end" && "justify-end")}>
          <Skeleton width={`${45 + ((at * 37) % 45)}%`} />
        </div>
      ))}
    </div>
  );
}
