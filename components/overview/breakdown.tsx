"use client";
import { useId, useState, type ReactNode } from "react";
import { PlainTable, type PlainColumn } from "@/components/data/plain-table";
import { formatCount } from "@/lib/client/format";

/** Rows shown before more are asked for; two more are not worth asking for. */
const fewRows = 8;

export interface BreakdownProps<Row> {
  title: string;
  columns: readonly PlainColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  nothing: string;
}

/** A table of what a range holds by name, largest first; the rest of it on demand. */
export function Breakdown<Row>({ title, columns, rows, rowKey, nothing }: BreakdownProps<Row>) {
  const heading = useId();
  const [all, setAll] = useState(false);
  return (
    <section aria-labelledby={heading} className="flex min-w-0 flex-col bg-canvas pb-2">
      <header className="flex h-9 items-center gap-2 px-3">
        <h2 id={heading} className="text-sm font-medium">
          {title}
        </h2>
        <span className="num text-fg-subtle">{formatCount(rows.length)}</span>
        {rows.length > fewRows + 2 && (
          <button type="button" className="link ml-auto h-6 text-xs" onClick={() => setAll(!all)}>
            {all ? `Show ${String(fewRows)}` : `Show all ${formatCount(rows.length)}`}
          </button>
        )}
      </header>
      {rows.length === 0 ? (
        <p className="px-3 py-4 text-fg-subtle">{nothing}</p>
      ) : (
        <PlainTable
          label={title}
          columns={columns}
          rows={all || rows.length <= fewRows + 2 ? rows : rows.slice(0, fewRows)}
          rowKey={rowKey}
        />
      )}
    </section>
  );
}

/** A share of the largest, drawn behind its number. */
export function ShareBar({ share, children }: { share: number; children: ReactNode }) {
  return (
    <span className="relative inline-flex min-w-14 justify-end">
      <span
        aria-hidden="true"
        className="absolute inset-y-px right-0 rounded-mark bg-accent/16"
        style={{ width: `${String(Math.max(2, share * 100))}%` }}
      />
      <span className="relative px-1">{children}</span>
    </span>
  );
}
