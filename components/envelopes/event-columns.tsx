import { MonoId } from "@/components/data/mono-id";
import { TimeText } from "@/components/data/time-text";
import { conversationColumn, dash } from "@/components/data/record-columns";
import type { Column } from "@/components/data/virtual-table/column";
import { Status } from "@/components/ui/status";
import { formatBytes, formatCount, truncateMiddle } from "@/lib/client/format";
import type { EventRow } from "@/lib/contracts/event";

const words = (name: string): string => name.replaceAll("_", " ");

/** Left edge of a row: what could not be read, then what came out of order. */
export function eventEdge(row: EventRow): string | undefined {
  if (row.decode_status === "failed") return "var(--err)";
  return row.anomalies.length > 0 || row.decode_status === "partial" ? "var(--warn)" : undefined;
}

function id(value: string | null, maxLength: number) {
  return value === null ? dash : <span className="text-fg-muted">{truncateMiddle(value, maxLength)}</span>;
}

/** Columns of the event list: every parsed field, the rarer ones on demand. */
export const eventColumns: readonly Column<EventRow>[] = [
  {
    id: "ordinal",
    header: "Ordinal",
    width: 70,
    align: "end",
    mono: true,
    title: "The console's own order of arrival",
    cell: (row) => formatCount(row.ordinal),
  },
  {
    id: "occurred_at_ms",
    header: "Occurred",
    width: 148,
    mono: true,
    title: "By the source's clock; hover for year and zone",
    cell: (row) =>
      row.occurred_at_ms === null ? (
        dash
      ) : (
        <TimeText ms={row.occurred_at_ms} show="exact" className="text-fg-muted" />
      ),
  },
  {
    id: "ingested_at_ms",
    header: "Ingested",
    width: 188,
    mono: true,
    hidden: true,
    title: "By this console's clock",
    cell: (row) => <TimeText ms={row.ingested_at_ms} show="date-time" className="text-fg-muted" />,
  },
  {
    id: "type",
    header: "Type",
    width: 124,
    grow: 1,
    mono: true,
    cell: (row) => row.type,
    cellTitle: (row) => row.type,
  },
  conversationColumn((row) => row.conv_id, { width: 116, grow: 1 }),
  {
    id: "event_id",
    least: 960,
    header: "Event id",
    width: 96,
    grow: 1,
    mono: true,
    cell: (row) => id(row.event_id, 26),
    cellTitle: (row) => row.event_id ?? undefined,
  },
  {
    id: "turn_id",
    header: "Turn",
    width: 92,
    mono: true,
    hidden: true,
    cell: (row) => id(row.turn_id, 12),
    cellTitle: (row) => row.turn_id ?? undefined,
  },
  {
    id: "seq",
    header: "Seq",
    width: 156,
    align: "end",
    mono: true,
    cell: (row) => row.seq ?? dash,
    cellTitle: (row) =>
      row.seq === null
        ? undefined
        : `seq ${row.seq}, ${row.seq_regime}, epoch ${String(row.epoch)}, stream ${row.stream}`,
  },
  {
    id: "seq_regime",
    header: "Regime",
    width: 72,
    hidden: true,
    title: "How the source makes seq",
    cell: (row) => row.seq_regime,
  },
  {
    id: "epoch",
    header: "Epoch",
    width: 56,
    align: "end",
    mono: true,
    hidden: true,
    cell: (row) => formatCount(row.epoch),
  },
  {
    id: "stream",
    header: "Stream",
    width: 120,
    mono: true,
    hidden: true,
    cell: (row) => id(row.stream, 24),
    cellTitle: (row) => row.stream,
  },
  { id: "class", header: "Class", width: 64, hidden: true, cell: (row) => row.class },
  { id: "dialect", header: "Format", width: 96, hidden: true, cell: (row) => words(row.dialect) },
  {
    id: "source",
    header: "Source",
    width: 120,
    hidden: true,
    cell: (row) => <span className="text-fg-muted">{row.source}</span>,
    cellTitle: (row) => row.source,
  },
  {
    id: "source_path",
    header: "Path",
    width: 100,
    hidden: true,
    cell: (row) => <span className="text-fg-muted">{words(row.source_path)}</span>,
  },
  {
    id: "byte_length",
    least: 860,
    header: "Bytes",
    width: 68,
    align: "end",
    mono: true,
    cell: (row) => formatBytes(row.byte_length),
  },
  {
    id: "decode_status",
    header: "Decoded",
    width: 66,
    cell: (row) =>
      row.decode_status === "ok" ? (
        <span className="text-xs text-fg-subtle">ok</span>
      ) : (
        <Status status={row.decode_status} />
      ),
    cellTitle: (row) => row.decode_error ?? undefined,
  },
  {
    id: "anomalies",
    header: "Order",
    width: 120,
    title: "Ordering anomalies noticed at this envelope",
    cell: (row) => {
      const [first, ...more] = row.anomalies;
      if (first === undefined) return dash;
      return (
        <Status status={first} tone="warn">
          {more.length === 0 ? words(first) : `${words(first)} +${String(more.length)}`}
        </Status>
      );
    },
    cellTitle: (row) => row.anomalies.map(words).join(", ") || undefined,
  },
  {
    id: "sha256",
    header: "SHA-256",
    width: 120,
    mono: true,
    hidden: true,
    cell: (row) => <MonoId id={row.sha256} maxLength={14} />,
  },
];
