import type { ReactNode } from "react";

/** One column of a table, as data. `Row` is whatever the page lists. */
export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  /** The header is read, not seen: the column is too narrow for it. */
  readonly headerHidden?: boolean;
  /** Width in pixels; with `grow` the least width. */
  readonly width: number;
  /** Share of the space left over. */
  readonly grow?: number;
  readonly minWidth?: number;
  readonly align?: "start" | "end";
  /** Numbers, ids and times: monospaced with even digits. */
  readonly mono?: boolean;
  readonly sortable?: boolean;
  /** Explains the header. */
  readonly title?: string;
  /** Not shown until chosen in the column menu. */
  readonly hidden?: boolean;
  /** Left out while the table is narrower than this in pixels, unless chosen: what matters more keeps its room. */
  readonly least?: number;
  readonly cell: (row: Row, index: number) => ReactNode;
  /** Full text of a cell that may be cut off. */
  readonly cellTitle?: (row: Row) => string | undefined;
}

export interface SortOrder {
  readonly column: string;
  readonly direction: "ascending" | "descending";
}

export const minimumColumnWidth = 40;

/** Width of a column in pixels; what the user chose wins. */
export function widthOf<Row>(column: Column<Row>, chosen: Readonly<Record<string, number>>): number {
  return Math.max(column.minWidth ?? minimumColumnWidth, chosen[column.id] ?? column.width);
}

/** The `grid-template-columns` of header and rows, and the least width of the whole in pixels. */
export function columnTemplate<Row>(
  columns: readonly Column<Row>[],
  chosen: Readonly<Record<string, number>>,
): { template: string; minWidth: number } {
  const widths = columns.map((column) => widthOf(column, chosen));
  const grows = columns.some((column) => column.grow !== undefined && chosen[column.id] === undefined);
  const tracks = columns.map((column, at) => {
    const width = widths[at] ?? column.width;
    if (column.grow === undefined || chosen[column.id] !== undefined) return `${width}px`;
    return `minmax(${width}px,${column.grow}fr)`;
  });
  // Without a growing column the rest of the line stays empty instead of stretching the last column.
  return {
    template: grows ? tracks.join(" ") : `${tracks.join(" ")} 1fr`,
    minWidth: widths.reduce((sum, width) => sum + width, 0),
  };
}

/** The order after a click on a header: numbers and times are wanted largest first, then smallest. */
export function nextSort(
  current: SortOrder | undefined,
  column: string,
  align: "start" | "end" | undefined,
): SortOrder {
  if (current?.column === column) {
    return { column, direction: current.direction === "ascending" ? "descending" : "ascending" };
  }
  return { column, direction: align === "end" ? "descending" : "ascending" };
}
