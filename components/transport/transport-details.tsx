"use client";
import { useQuery } from "@tanstack/react-query";
import { DetailsHead } from "@/components/data/details-head";
import { FieldsPanel } from "@/components/data/fields-panel";
import { PaneHeader } from "@/components/data/pane-header";
import { RecordFacts } from "@/components/data/record-facts";
import { Sparkline } from "@/components/data/sparkline";
import { EmptyState } from "@/components/ui/empty-state";
import { MarksHere } from "@/components/shell/notes/marks-here";
import { NotesHere } from "@/components/shell/notes/notes-here";
import { Status } from "@/components/ui/status";
import { formatDuration, plural } from "@/lib/client/format";
import { wsSessionOptions } from "@/lib/client/inspector-record-queries";
import { fieldHref, recordHref } from "@/lib/client/record-href";
import type { TransportItem, WsSessionRow } from "@/lib/contracts/transport";
import { httpRequests, wsSessions } from "@/lib/domain/model/transport";
import { transportConversation, transportRef, transportTitle } from "./transport-columns";
import { outcomeOf } from "./transport-outcome";

/** The exchange or socket under the cursor with every field. */
export function TransportDetails({ item }: { item: TransportItem | undefined }) {
  if (item === undefined)
    return <EmptyState title="Nothing selected">Choose a request or a socket to see its facts.</EmptyState>;
  const { text, tone } = outcomeOf(item);
  const convId = transportConversation(item);
  const hrefOf = (name: string, value: string) => fieldHref(convId, name, value);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <DetailsHead
        title={transportTitle(item)}
        mark={<Status status={text} tone={tone} />}
        id={item.kind === "http" ? item.http.http_id : item.ws.socket_id}
        idLabel={item.kind === "http" ? "exchange id" : "socket id"}
        href={recordHref(convId, transportRef(item))}
        marks={<MarksHere convId={null} recordRef={transportRef(item)} />}
      />
      <NotesHere recordRef={transportRef(item)} />
      <FieldsPanel>
        {item.kind === "http" ? (
          <RecordFacts
            fields={httpRequests.fields}
            row={item.http}
            omit={["http_id", "key_origins"]}
            hrefOf={hrefOf}
          />
        ) : (
          <>
            <Pings session={item.ws} />
            <RecordFacts
              fields={wsSessions.fields}
              row={item.ws}
              omit={["socket_id", "key_origins"]}
              hrefOf={hrefOf}
            />
          </>
        )}
      </FieldsPanel>
    </div>
  );
}

function Pings({ session }: { session: WsSessionRow }) {
  const { data } = useQuery(wsSessionOptions(session.socket_id));
  if (data === undefined || data.pings.length === 0) return null;
  const lost = data.pings.filter(({ latency_ms }) => latency_ms === null).length;
  const slowest = Math.max(...data.pings.map(({ latency_ms }) => latency_ms ?? 0));
  const words = `${plural(data.pings.length, "ping")}, slowest ${formatDuration(slowest)}`;
  return (
    <section aria-label="Pings" className="border-b">
      <PaneHeader title="Pings" end={lost === 0 ? "none lost" : `${String(lost)} without a pong`} level={3} />
      <div className="flex items-center gap-3 px-3.5 py-2.5 text-xs text-fg-muted">
        <Sparkline
          values={data.pings.map(({ latency_ms }) => latency_ms ?? 0)}
          label={`${words}; a gap is a ping without a pong`}
          width={160}
          height={28}
          color="var(--class-transport)"
        />
        {words}
      </div>
    </section>
  );
}
