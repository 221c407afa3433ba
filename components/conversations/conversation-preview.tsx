"use client";
import Link from "next/link";
import { useQuery } from "@tanstack/react-query";
import { DetailsHead } from "@/components/data/details-head";
import { KeyValues, type KeyValue } from "@/components/data/key-values";
import { knownFirst } from "@/components/data/known-first";
import { PaneHeader } from "@/components/data/pane-header";
import { TimeText } from "@/components/data/time-text";
import { MarksHere } from "@/components/shell/notes/marks-here";
import { NotesHere } from "@/components/shell/notes/notes-here";
import { Badge } from "@/components/ui/badge";
import { buttonClass } from "@/components/ui/button";
import { ClassMark } from "@/components/ui/class-mark";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Status } from "@/components/ui/status";
import { formatBytes, formatCompact, formatCount, formatDuration } from "@/lib/client/format";
import type { ConversationSummary } from "@/lib/contracts/conversation";
import { conversationRef, conversationTitle } from "./conversation-columns";
import { conversationErrorsOptions, conversationTurnsOptions } from "./preview-queries";

/** What can be said of a conversation without opening it. */
export function ConversationPreview({ conversation }: { conversation: ConversationSummary | undefined }) {
  if (conversation === undefined)
    return <EmptyState title="Nothing selected">Choose a conversation to see its facts.</EmptyState>;
  const path = `/conversations/${encodeURIComponent(conversation.conv_id)}`;
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <DetailsHead
        title={conversationTitle(conversation)}
        id={conversation.conv_id}
        idLabel="conversation id"
        href={path}
        openLabel="Open"
        actions={
          <a href={`/api/v1${path}/bundle`} download className={buttonClass()}>
            Bundle
          </a>
        }
        marks={<MarksHere convId={null} recordRef={conversationRef(conversation)} />}
      />
      <NotesHere recordRef={conversationRef(conversation)} />
      {/* Who looks for what went wrong meets it first. */}
      <Errors convId={conversation.conv_id} count={conversation.error_count ?? 0} />
      <KeyValues items={knownFirst(facts(conversation))} className="px-3.5 py-3" />
      <Turns convId={conversation.conv_id} count={conversation.turn_count ?? 0} />
    </div>
  );
}

function facts(row: ConversationSummary): readonly KeyValue[] {
  const openable = [
    row.has_timeline === true && "timeline",
    row.has_turns === true && "turns",
    row.has_raw_events === true && "raw events",
    row.has_model_calls === true && "model calls",
    row.has_tool_calls === true && "tool calls",
    row.has_transport === true && "transport",
  ].filter((name) => name !== false);
  return [
    { label: "Status", value: <Status status={row.status ?? "idle"} /> },
    { label: "Runtime", value: row.runtime_key },
    { label: "Fingerprint", value: row.runtime_fingerprint, mono: true },
    { label: "Profile", value: row.profile_slug },
    { label: "Models", value: row.models.length === 0 ? null : row.models.join(", "), wrap: true },
    {
      label: "Created",
      value: row.created_at_ms === null ? null : <TimeText ms={row.created_at_ms} show="date-time" />,
    },
    {
      label: "Last activity",
      value: row.last_activity_ms === null ? null : <TimeText ms={row.last_activity_ms} show="date-time" />,
    },
    {
      label: "Duration",
      value: row.duration_ms === null ? null : formatDuration(row.duration_ms),
      mono: true,
    },
    {
      label: "WebSockets",
      value: pair(row.websocket_count, row.websocket_high_water),
      title: "Now, and the most at once",
    },
    {
      label: "Queue depth",
      value: pair(row.queue_depth, row.queue_high_water),
      title: "Now, and the most at once",
    },
    {
      label: "Buffered events",
      value: row.buffered_event_count === null ? null : formatCount(row.buffered_event_count),
      mono: true,
    },
    {
      label: "Tokens",
      value: `${formatCompact(row.input_tokens ?? 0)} in, ${formatCompact(row.output_tokens ?? 0)} out`,
      mono: true,
    },
    { label: "Bytes", value: bytesText(row), mono: true, wrap: true },
    { label: "Open incidents", value: formatCount(row.open_incident_count ?? 0), mono: true },
    {
      label: "Has",
      wrap: true,
      value: (
        <span className="flex flex-wrap gap-1">
          {openable.map((name) => (
            <Badge key={name}>{name}</Badge>
          ))}
        </span>
      ),
    },
  ];
}

function pair(now: number | null, high: number | null): string | null {
  if (now === null && high === null) return null;
  return `${now === null ? "–" : formatCount(now)} now, ${high === null ? "–" : formatCount(high)} high-water`;
}

function bytesText({ bytes_received, bytes_stored }: ConversationSummary): string {
  const received = `${formatBytes(bytes_received ?? 0)} received`;
  return bytes_stored === null ? received : `${received}, ${formatBytes(bytes_stored)} on disk`;
}

function Errors({ convId, count }: { convId: string; count: number }) {
  const { data, error, refetch } = useQuery({ ...conversationErrorsOptions(convId), enabled: count > 0 });
  if (count === 0) return null;
  return (
    <section aria-label="Errors">
      <PaneHeader title="Errors" end={formatCount(count)} level={3} />
      {data === undefined && error !== null && (
        <ErrorState error={error} compact onRetry={() => void refetch()} />
      )}
      <ul className="flex flex-col gap-2.5 px-3.5 py-3">
        {data?.items.map((failure) => (
          <li key={failure.error_id} className="flex flex-col gap-0.5 text-xs">
            <Link
              href={`/conversations/${encodeURIComponent(convId)}?sel=${encodeURIComponent(failure.ref)}`}
              className="rounded-mark hover:underline"
            >
              <ClassMark errorClass={failure.error_class} square>
                <span className="num">{failure.error_code}</span>
              </ClassMark>
            </Link>
            <span className="line-clamp-2 text-fg-muted">{failure.raw_message ?? failure.safe_message}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Turns({ convId, count }: { convId: string; count: number }) {
  const { data, error, refetch } = useQuery({ ...conversationTurnsOptions(convId), enabled: count > 0 });
  if (count === 0) return null;
  return (
    <section aria-label="Turns">
      <PaneHeader title="Turns" end={formatCount(count)} level={3} />
      {data === undefined && error !== null && (
        <ErrorState error={error} compact onRetry={() => void refetch()} />
      )}
      <ol className="flex flex-col gap-3 px-3.5 py-3 text-sm">
        {data?.items.map((turn) => (
          <li key={turn.turn_id} className="flex flex-col gap-1.5 border-l-2 pl-2.5">
            <span className="text-2xs text-fg-subtle">turn {turn.position ?? "–"}</span>
            {turn.prompt_text !== null && <p className="line-clamp-2">{turn.prompt_text}</p>}
            {turn.answer_text !== null && <p className="line-clamp-3 text-fg-muted">{turn.answer_text}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}
