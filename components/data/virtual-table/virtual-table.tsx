"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import clsx from "clsx";
import {
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from "react";
import { ProgressLine } from "@/components/ui/progress";
import { useElementWidth } from "@/lib/client/use-element-width";
import { useRowHeight } from "@/lib/client/use-preference";
import { columnTemplate, type Column, type SortOrder } from "./column";
import { movedIndex } from "./row-movement";
import { TableHeader } from "./table-header";
import { SkeletonRow, TableRow } from "./table-row";
import { ColumnMenu } from "./column-menu";
import { useColumnWidths } from "./use-column-widths";
import { usePageKeys } from "./use-page-keys";
import { useShownColumns } from "./use-shown-columns";

export interface VirtualTableProps<Row> {
  /** Accessible name. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  /** Stable identity of a row. */
  rowKey: (row: Row) => string;
  /** The cursor. Keys and clicks move it; give it back through this prop (page state or URL). */
  selectedKey?: string | null;
  onSelect?: (row: Row) => void;
  /** Enter or double click. */
  onOpen?: (row: Row) => void;
  /** Space. */
  onPreview?: (row: Row) => void;
  /** Pointer over a row, null when it leaves. */
  onHover?: (row: Row | null) => void;
  /** CSS colour of the left edge, e.g. `classColor(row.error_class)`. */
  edge?: (row: Row) => string | undefined;
  /** Extra classes of a row, from the tokens. */
  rowClass?: (row: Row) => string | undefined;
  sort?: SortOrder;
  onSortChange?: (sort: SortOrder) => void;
  /** Rows of the whole result when known; rows on later pages count. */
  totalRows?: number;
  /** More pages exist. */
  hasMore?: boolean;
  /** Asked when the last screen of loaded rows comes near. May be called again while loading. */
  onEndReached?: () => void;
  loading?: boolean;
  refreshing?: boolean;
  /** Shown in place of rows when there are none and nothing is loading. */
  empty?: ReactNode;
  /** Keeps widths and choice of columns under this name, and offers the column menu. */
  widthsName?: string;
  /** The table answers J, K and arrows while nothing else has the focus. At most one per page. */
  primary?: boolean;
  className?: string;
}

const skeletonCount = 12;

/**
 * A table that mounts only the rows on screen. Rows are fixed in height, cells never wrap. The container
 * keeps the focus and names the cursor by `aria-activedescendant`, so scrolling never unmounts the focus.
 */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const {
    label,
    columns: allColumns,
    rows,
    rowKey,
    selectedKey = null,
    onSelect,
    onOpen,
    onPreview,
    onHover,
  } = props;
  const {
    edge,
    rowClass,
    sort,
    onSortChange,
    totalRows,
    hasMore = false,
    onEndReached,
    loading = false,
  } = props;
  const baseId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = useRowHeight();
  const tableWidth = useElementWidth(scroller);
  const { widths, setWidth, resetAll } = useColumnWidths(props.widthsName);
  const [columns, toggleColumn] = useShownColumns(allColumns, props.widthsName, tableWidth);
  const { template, minWidth } = useMemo(() => columnTemplate(columns, widths), [columns, widths]);
  const waiting = hasMore || (loading && rows.length === 0) ? (rows.length === 0 ? skeletonCount * 2 : 3) : 0;
  const virtualizer = useVirtualizer({
    count: rows.length + waiting,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollPaddingStart: headerHeight,
    paddingStart: 0,
    initialRect: { width: 1200, height: 900 },
    useFlushSync: false,
  });
  // Outside system: the virtualiser keeps measured sizes, density changes them.
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);

  const [cursorHint, setCursorHint] = useState(-1);
  const cursor = useMemo(() => {
    if (selectedKey === null) return -1;
    const hinted = rows[cursorHint];
    if (hinted !== undefined && rowKey(hinted) === selectedKey) return cursorHint;
    return rows.findIndex((row) => rowKey(row) === selectedKey);
  }, [rows, rowKey, selectedKey, cursorHint]);

  const items = virtualizer.getVirtualItems();
  const lastIndex = items[items.length - 1]?.index ?? 0;
  const nearEnd = hasMore && lastIndex >= rows.length - 1;
  // Outside system: the scroll position asks for the next page.
  useEffect(() => {
    if (nearEnd) onEndReached?.();
  }, [nearEnd, rows.length, onEndReached]);

  const moveTo = (index: number) => {
    const row = rows[index];
    if (row === undefined) return;
    setCursorHint(index);
    virtualizer.scrollToIndex(index, { align: "auto" });
    onSelect?.(row);
  };
  const pageSize = Math.max(
    1,
    Math.floor(((scroller.current?.clientHeight ?? 600) - headerHeight) / rowHeight) - 1,
  );
  const handleKey = (key: string): boolean => {
    const moved = movedIndex(key, cursor, rows.length, pageSize);
    const row = rows[cursor];
    if (moved !== undefined) moveTo(moved);
    else if (key === "Enter" && row !== undefined && onOpen !== undefined) onOpen(row);
    else if (key === " " && row !== undefined && onPreview !== undefined) onPreview(row);
    else return false;
    return true;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (
      event.target !== event.currentTarget ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      event.shiftKey
    )
      return;
    if (handleKey(event.key)) event.preventDefault();
  };
  usePageKeys(props.primary === true, (key) => {
    scroller.current?.focus({ preventScroll: true });
    handleKey(key);
  });

  const rowAt = (event: MouseEvent): { row: Row; index: number } | undefined => {
    const element =
      event.target instanceof Element ? event.target.closest<HTMLElement>("[data-index]") : null;
    const index = Number(element?.dataset["index"] ?? -1);
    const row = rows[index];
    return row === undefined ? undefined : { row, index };
  };
  const activeId =
    cursor >= 0 && items.some((item) => item.index === cursor) ? `${baseId}-${cursor}` : undefined;
  const showEmpty = rows.length === 0 && !loading && !hasMore;
  const style: CSSProperties & Record<"--columns", string> = { "--columns": template };
  return (
    <div className={clsx("relative flex min-h-0 min-w-0 flex-1 flex-col", props.className)}>
      <div className="pointer-events-none absolute inset-x-0 top-7 z-splitter">
        <ProgressLine active={props.refreshing === true} />
      </div>
      <div
        ref={scroller}
        role="grid"
        aria-label={label}
        aria-rowcount={totalRows === undefined ? (hasMore ? -1 : rows.length + 1) : totalRows + 1}
        aria-colcount={columns.length}
        aria-activedescendant={activeId}
        aria-busy={loading || props.refreshing}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onClick={(event) => {
          // The second click of a double click opens; selecting once more would overtake the opening.
          const hit = event.detail > 1 ? undefined : rowAt(event);
          if (hit !== undefined) moveTo(hit.index);
        }}
        onDoubleClick={(event) => {
          const hit = rowAt(event);
          if (hit !== undefined) onOpen?.(hit.row);
        }}
        onMouseOver={onHover === undefined ? undefined : (event) => onHover(rowAt(event)?.row ?? null)}
        onMouseLeave={onHover === undefined ? undefined : () => onHover(null)}
        className="ring-inside min-h-0 flex-1 scroll-pt-7 overflow-auto overscroll-contain"
        style={style}
      >
        <div role="rowgroup" className="sticky top-0 z-sticky" style={{ minWidth }}>
          <TableHeader
            columns={columns}
            widths={widths}
            onWidthChange={setWidth}
            sort={sort}
            onSortChange={onSortChange}
          />
        </div>
        <div role="rowgroup" className="relative" style={{ height: virtualizer.getTotalSize(), minWidth }}>
          {items.map((item) => {
            const row = rows[item.index];
            if (row === undefined) {
              return (
                <SkeletonRow
                  key={`waiting-${item.index}`}
                  columns={columns}
                  top={item.start}
                  height={item.size}
                />
              );
            }
            return (
              <TableRow
                key={rowKey(row)}
                row={row}
                index={item.index}
                id={`${baseId}-${item.index}`}
                columns={columns}
                top={item.start}
                height={item.size}
                selected={item.index === cursor}
                edge={edge?.(row)}
                className={rowClass?.(row)}
              />
            );
          })}
        </div>
      </div>
      {props.widthsName !== undefined && (
        <ColumnMenu
          columns={allColumns}
          shown={columns}
          onToggle={toggleColumn}
          onResetWidths={Object.keys(widths).length > 0 ? resetAll : undefined}
        />
      )}
      {showEmpty && <div className="absolute inset-x-0 top-7 bottom-0 flex">{props.empty}</div>}
    </div>
  );
}

const headerHeight = 28;
