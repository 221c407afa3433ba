import { Sparkline } from "@/components/data/sparkline";
import { TimeText } from "@/components/data/time-text";
import type { Column } from "@/components/data/virtual-table/column";
import { ClassMark } from "@/components/ui/class-mark";
import { CodeText } from "@/components/ui/code-text";
import { Status } from "@/components/ui/status";
import { formatCount, formatDuration, formatRelative, plural } from "@/lib/client/format";
import type { IncidentSummary } from "@/lib/contracts/error";
import { incidentTitle, incidentTool } from "@/lib/domain/failures/incident-title";

/** Columns of the incident list. Ids of sortable ones are the sorts of the API. */
export const incidentColumns: readonly Column<IncidentSummary>[] = [
  {
    id: "cause",
    header: "Cause",
    width: 148,
    grow: 3,
    cell: (row) => {
      const tool = incidentTool(row);
      return (
        <>
          {tool !== undefined && <span className="text-fg-muted">{tool} </span>}
          <span className="font-medium">{incidentTitle(row)}</span>
        </>
      );
    },
    cellTitle: (row) => [incidentTool(row), incidentTitle(row)].filter(Boolean).join(" "),
  },
  {
    id: "code",
    header: "Code",
    width: 164,
    grow: 1,
    cell: (row) => (
      <ClassMark errorClass={row.error_class} square>
        <CodeText code={row.error_code} />
      </ClassMark>
    ),
    cellTitle: (row) => row.error_code,
  },
  {
    id: "occurrences",
    header: "Count",
    width: 64,
    align: "end",
    mono: true,
    sortable: true,
    cell: (row) => formatCount(row.occurrence_count ?? 0),
  },
  {
    id: "conversations",
    header: "Convs",
    title: "Conversations touched",
    width: 54,
    align: "end",
    mono: true,
    sortable: true,
    cell: (row) => formatCount(row.conversation_count ?? 0),
  },
  {
    id: "history",
    header: "History",
    width: 92,
    title: "When it occurred, from first to last, and how long that is",
    cell: (row) => <History incident={row} />,
  },
  {
    id: "first_seen",
    least: 900,
    header: "First seen",
    width: 74,
    align: "end",
    sortable: true,
    cell: (row) =>
      row.first_seen_at_ms !== null && (
        <TimeText ms={row.first_seen_at_ms} show="relative" className="text-fg-muted" />
      ),
  },
  {
    id: "last_seen",
    header: "Last seen",
    width: 82,
    align: "end",
    sortable: true,
    cell: (row) =>
      row.last_seen_at_ms !== null && (
        <TimeText ms={row.last_seen_at_ms} show="relative" className="text-fg-muted" />
      ),
  },
  { id: "state", header: "State", width: 92, cell: (row) => <Status status={row.state ?? "open"} /> },
];

/** Bars from the first occurrence to the last, with what their width stands for; of one there is no course to draw. */
function History({ incident }: { incident: IncidentSummary }) {
  const { first_seen_at_ms: first, last_seen_at_ms: last, occurrence_count: count, histogram } = incident;
  if (first === null || last === null) return null;
  if ((count ?? 0) <= 1) return <span className="text-2xs text-fg-subtle">once</span>;
  const span = formatRelative(first, last);
  const label = `${plural(count ?? 0, "occurrence")} within ${formatDuration(last - first)}, at most ${formatCount(Math.max(...histogram))} in a bar`;
  return (
    <span className="flex items-center gap-1.5">
      <Sparkline values={histogram} label={label} width={44} />
      <span className="text-2xs text-fg-subtle tabular-nums">{span === "now" ? "< 1 s" : span}</span>
    </span>
  );
}
