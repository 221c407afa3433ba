import { NoteMark } from "@/components/data/note-mark";
import type { Column } from "@/components/data/virtual-table/column";
import {
  formatCount,
  formatDateTimeZone,
  formatDuration,
  formatTimeOfDay,
  type TimeZoneChoice,
} from "@/lib/client/format";
import type { JoinedItem } from "@/lib/contracts/joined";
import type { NoteMark as Mark } from "@/lib/contracts/note";
import { KindIcon, kindNames } from "./kind-icon";

const toneClass = { failed: "text-err", warning: "text-warn" } as const;

/** Columns of the joined list. Plain text in cells: thousands of rows pass by while scrolling. */
export function joinedColumns(
  zone: TimeZoneChoice,
  noted: ReadonlyMap<string, Mark>,
): readonly Column<JoinedItem>[] {
  return [
    {
      id: "time",
      header: "Time",
      width: 104,
      mono: true,
      cell: (row) => (
        <span className="text-fg-muted">{row.at_ms === null ? "" : formatTimeOfDay(row.at_ms, zone)}</span>
      ),
      cellTitle: (row) => (row.at_ms === null ? "no time recorded" : formatDateTimeZone(row.at_ms, zone)),
    },
    {
      id: "ordinal",
      header: "Ordinal",
      width: 78,
      align: "end",
      mono: true,
      title: "Ingest ordinal of the envelope that the row is, or that caused it",
      cell: (row) => (
        <span className="text-fg-subtle">{row.ordinal === null ? "" : formatCount(row.ordinal)}</span>
      ),
    },
    {
      id: "kind",
      header: "Kind",
      headerHidden: true,
      width: 30,
      minWidth: 30,
      cell: (row) => (
        <span className={row.tone === null ? "flex text-fg-subtle" : `flex ${toneClass[row.tone]}`}>
          <KindIcon kind={row.kind} />
          <span className="sr-only">{kindNames[row.kind]}</span>
        </span>
      ),
      cellTitle: (row) => kindNames[row.kind],
    },
    {
      id: "type",
      header: "Type",
      width: 190,
      grow: 1,
      mono: true,
      cell: (row) => (
        <span className={row.tone === null ? undefined : toneClass[row.tone]}>
          <NoteMark mark={noted.get(row.ref)} />
          {row.title}
        </span>
      ),
      cellTitle: (row) => row.title,
    },
    {
      id: "took",
      header: "Took",
      width: 76,
      align: "end",
      mono: true,
      cell: (row) => (
        <span className="text-fg-subtle">{row.took_ms === null ? "" : formatDuration(row.took_ms)}</span>
      ),
    },
    {
      id: "summary",
      header: "Summary",
      width: 160,
      grow: 1.8,
      cell: (row) => <span className="text-fg-muted">{row.summary}</span>,
      cellTitle: (row) => row.summary,
    },
  ];
}
