"use client";
import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { NoteMark } from "@/components/data/note-mark";
import type { Column } from "@/components/data/virtual-table/column";
import { noteMarksOptions } from "@/lib/client/notes";
import type { NoteMark as Mark } from "@/lib/contracts/note";

/** Reference of a row that says it itself. */
export const ownRef = ({ ref }: { readonly ref: string }): string => ref;

/**
 * Columns whose first growing one marks rows with a note or a pin. Rows are asked about page by page, in requests
 * that stay below what an address may hold.
 */
export function useNotedColumns<Row>(
  columns: readonly Column<Row>[],
  pages: readonly { readonly items: readonly Row[] }[],
  refOf: (row: Row) => string,
): readonly Column<Row>[] {
  const asked = useMemo(() => pages.flatMap(({ items }) => inRequests(items.map(refOf))), [pages, refOf]);
  const marks = useQueries({
    queries: asked.map((refs) => noteMarksOptions(refs)),
    combine: (answers) => answers.flatMap(({ data }) => data ?? []),
  });
  return useMemo(() => {
    const byRef = new Map(marks.map(({ ref, mark }) => [ref, mark]));
    return byRef.size === 0 ? columns : markedColumns(columns, byRef, refOf);
  }, [columns, marks, refOf]);
}

function markedColumns<Row>(
  columns: readonly Column<Row>[],
  marks: ReadonlyMap<string, Mark>,
  refOf: (row: Row) => string,
): readonly Column<Row>[] {
  const marked = columns.find(({ grow }) => grow !== undefined);
  return columns.map((column) =>
    column === marked
      ? {
          ...column,
          cell: (row, index) => (
            <>
              <NoteMark mark={marks.get(refOf(row))} />
              {column.cell(row, index)}
            </>
          ),
        }
      : column,
  );
}

/** Characters of references per request: servers take 16 kB of head, and encoding lengthens them. */
const roomPerRequest = 4_000;
const refsPerRequest = 100;

function inRequests(refs: readonly string[]): string[][] {
  const requests: string[][] = [];
  let room = 0;
  for (const ref of refs) {
    const last = requests.at(-1);
    if (last === undefined || last.length === refsPerRequest || ref.length > room) {
      requests.push([ref]);
      room = roomPerRequest - ref.length;
    } else {
      last.push(ref);
      room -= ref.length;
    }
  }
  return requests;
}
