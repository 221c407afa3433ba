import { conversationColumn, dash, timeColumn } from "@/components/data/record-columns";
import type { Column } from "@/components/data/virtual-table/column";
import { Badge } from "@/components/ui/badge";
import { TailText } from "@/components/ui/tail-text";
import { Status } from "@/components/ui/status";
import { formatBytes, formatCount, formatDuration } from "@/lib/client/format";
import type { TransportItem } from "@/lib/contracts/transport";
import { outcomeOf } from "./transport-outcome";

const bytes = (value: number | null) => (value === null ? dash : formatBytes(value));

export function transportRef(item: TransportItem): string {
  return item.kind === "http" ? item.http.ref : item.ws.ref;
}

export function transportConversation(item: TransportItem): string | null {
  return item.kind === "http" ? item.http.conv_id : item.ws.conv_id;
}

/** What was asked for: method and path, or that it is a socket. */
export function transportTitle(item: TransportItem): string {
  if (item.kind === "ws") return "WebSocket session";
  return [item.http.method ?? "", item.http.path ?? item.http.route ?? "path not recorded"].join(" ").trim();
}

export function transportEdge(item: TransportItem): string | undefined {
  const { tone } = outcomeOf(item);
  return tone === "err" ? "var(--err)" : tone === "warn" ? "var(--warn)" : undefined;
}

/** Requests of one client all go to one host: the path tells them apart. */
function Request({ title }: { title: string }) {
  const [, head, tail] = /^([A-Z]+ https?:\/\/[^/]+)(\/.*)$/.exec(title) ?? [];
  return head === undefined || tail === undefined ? title : <TailText head={head} tail={tail} />;
}

/** Columns of the transport list; HTTP exchanges and sockets share them where they mean the same. */
export const transportColumns: readonly Column<TransportItem>[] = [
  timeColumn("at_ms", "When", (row) => row.at_ms, "Request or connect, by the source's clock"),
  {
    id: "kind",
    header: "Kind",
    width: 58,
    cell: (row) => <Badge>{row.kind === "http" ? "HTTP" : "WS"}</Badge>,
  },
  {
    id: "outcome",
    header: "Outcome",
    width: 126,
    title: "HTTP status, or close code of the socket",
    cell: (row) => {
      const { text, tone } = outcomeOf(row);
      return <Status status={text} tone={tone} />;
    },
    cellTitle: (row) => (row.kind === "http" ? row.http.error_text : row.ws.close_reason) ?? undefined,
  },
  {
    id: "title",
    header: "Request",
    width: 132,
    grow: 2,
    mono: true,
    cell: (row) => <Request title={transportTitle(row)} />,
    cellTitle: transportTitle,
  },
  conversationColumn(transportConversation, { width: 116, grow: 1 }),
  {
    id: "took",
    header: "Took",
    width: 82,
    align: "end",
    mono: true,
    title: "Latency of the exchange, or length of the session",
    cell: (row) => {
      const took = row.kind === "http" ? row.http.latency_ms : row.ws.duration_ms;
      return took === null ? dash : formatDuration(took);
    },
  },
  {
    id: "bytes_in",
    least: 960,
    header: "In",
    width: 68,
    align: "end",
    mono: true,
    title: "Bytes from the client",
    cell: (row) => bytes(row.kind === "http" ? row.http.request_bytes : row.ws.bytes_in),
  },
  {
    id: "bytes_out",
    least: 960,
    header: "Out",
    width: 68,
    align: "end",
    mono: true,
    title: "Bytes to the client",
    cell: (row) => bytes(row.kind === "http" ? row.http.response_bytes : row.ws.bytes_out),
  },
  {
    id: "frames",
    header: "Frames",
    width: 82,
    align: "end",
    mono: true,
    title: "Frames of a socket, in and out",
    cell: (row) =>
      row.kind === "http"
        ? ""
        : `${row.ws.frames_in === null ? "–" : formatCount(row.ws.frames_in)} / ${row.ws.frames_out === null ? "–" : formatCount(row.ws.frames_out)}`,
  },
  {
    id: "ping",
    header: "Ping p95",
    width: 92,
    align: "end",
    mono: true,
    cell: (row) =>
      row.kind === "http" ? "" : row.ws.ping_p95_ms === null ? dash : formatDuration(row.ws.ping_p95_ms),
  },
  {
    id: "auth",
    header: "Auth",
    width: 78,
    hidden: true,
    cell: (row) => (row.kind === "http" ? (row.http.auth_outcome ?? dash) : ""),
  },
  {
    id: "cors",
    header: "CORS",
    width: 74,
    hidden: true,
    cell: (row) => (row.kind === "http" ? (row.http.cors_outcome ?? dash) : ""),
  },
  {
    id: "origin",
    header: "Origin",
    width: 130,
    hidden: true,
    cell: (row) => (row.kind === "http" ? (row.http.origin ?? dash) : ""),
  },
  {
    id: "initiator",
    header: "Closed by",
    width: 78,
    hidden: true,
    cell: (row) => (row.kind === "ws" ? (row.ws.close_initiator ?? dash) : ""),
  },
];
