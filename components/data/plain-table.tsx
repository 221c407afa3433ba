import clsx from "clsx";
import type { ReactNode } from "react";

export interface PlainColumn<Row> {
  readonly header: string;
  readonly title?: string;
  /** Numbers and times. */
  readonly isNumber?: boolean;
  readonly cell: (row: Row) => ReactNode;
}

export interface PlainTableProps<Row> {
  /** Accessible name. */
  label: string;
  columns: readonly PlainColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Last row, set apart: the sums. */
  total?: Row;
}

/** A short table that is read as a whole; long lists use the virtual table. It scrolls sideways when it must. */
export function PlainTable<Row>({ label, columns, rows, rowKey, total }: PlainTableProps<Row>) {
  return (
    <div tabIndex={0} role="group" aria-label={label} className="ring-inside overflow-x-auto">
      <table aria-label={label} className="w-full border-collapse text-xs">
        <thead>
          <tr className="border-b bg-panel text-2xs text-fg-subtle">
            {columns.map(({ header, title, isNumber }) => (
              <th
                key={header}
                scope="col"
                title={title}
                className={clsx(
                  "h-7 px-3 font-medium whitespace-nowrap",
                  isNumber === true ? "text-right" : "text-left",
                )}
              >
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} className="border-b border-border/55">
              <Cells columns={columns} row={row} />
            </tr>
          ))}
          {total !== undefined && (
            <tr className="font-medium">
              <Cells columns={columns} row={total} />
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

function Cells<Row>({ columns, row }: { columns: readonly PlainColumn<Row>[]; row: Row }) {
  return columns.map(({ header, isNumber, cell }) => (
    <td
      key={header}
      className={clsx("h-7 px-3", isNumber === true ? "num text-right whitespace-nowrap" : "text-left")}
    >
      {cell(row)}
    </td>
  ));
}
