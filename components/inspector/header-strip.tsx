"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { MonoId } from "@/components/data/mono-id";
import { Badge } from "@/components/ui/badge";
import { buttonClass } from "@/components/ui/button";
import { NotRecorded } from "@/components/ui/not-recorded";
import { Status } from "@/components/ui/status";
import { Tooltip } from "@/components/ui/tooltip";
import { formatCompact, formatCount, formatDuration, plural } from "@/lib/client/format";
import { conversationNotesOptions } from "@/lib/client/notes";
import type { ConversationDetail } from "@/lib/contracts/conversation";
import { findingWord } from "./anomaly-text";
import { CaptureBadge } from "./capture-badge";
import { useInspector } from "./inspector-context";

export interface HeaderStripProps {
  onNextError: () => void;
  onNextFinding: () => void;
}

/** The conversation in one line: state, identity, counts, what is wrong with it. */
export function HeaderStrip({ onNextError, onNextFinding }: HeaderStripProps) {
  const { detail } = useInspector();
  const { conversation, parts } = detail;
  const findings = findingsOf(detail);
  const { data: notes = [] } = useQuery(conversationNotesOptions(conversation.conv_id));
  return (
    <section
      aria-label="Conversation"
      className="flex min-h-8 shrink-0 flex-wrap items-center gap-x-4 gap-y-0.5 border-b bg-panel px-3 py-1 text-xs whitespace-nowrap md:flex-nowrap"
    >
      {conversation.status !== null && <Status status={conversation.status} />}
      <MonoId
        id={conversation.conv_id}
        maxLength={22}
        copyLabel="conversation id"
        className="text-fg-subtle"
      />
      {parts.errors > 0 && (
        <Tooltip content="Next error" keys="E">
          <button type="button" className="min-h-6 shrink-0 hover:underline" onClick={onNextError}>
            <Status status="error">{plural(parts.errors, "error")}</Status>
          </button>
        </Tooltip>
      )}
      {findings !== "" && (
        <Tooltip content="Next finding" keys="G">
          <button type="button" className="min-h-6 shrink-0 hover:underline" onClick={onNextFinding}>
            <Status status="finding" tone="warn">
              {findings}
            </Status>
          </button>
        </Tooltip>
      )}
      {/* One line has room for what is known, most telling first; what does not fit wraps out of it. The preview in the list
          has all of it, and names what is not known. */}
      <div className="flex min-w-0 flex-wrap items-center gap-x-4 leading-6 md:h-6 md:flex-1 md:overflow-hidden">
        <Fact label="turns">{formatCount(parts.turns)}</Fact>
        <Fact label="events">{formatCount(parts.events)}</Fact>
        <Fact label="model calls">{formatCount(parts.model_calls)}</Fact>
        <Fact label="tool calls">{formatCount(parts.tool_calls)}</Fact>
        {conversation.runtime_key !== null && <Fact label="runtime">{conversation.runtime_key}</Fact>}
        {conversation.profile_slug !== null && <Fact label="profile">{conversation.profile_slug}</Fact>}
        <Fact label="tokens">
          {conversation.total_tokens === null ? null : formatCompact(conversation.total_tokens)}
        </Fact>
        <Fact label="first token p50">
          {detail.first_token_p50_ms === null ? null : formatDuration(detail.first_token_p50_ms)}
        </Fact>
      </div>
      {notes.length > 0 && (
        <Link
          href={`/notes?${new URLSearchParams({ conv: conversation.conv_id }).toString()}`}
          className="link min-h-6 shrink-0 leading-6"
        >
          {plural(notes.length, "note or pin", "notes and pins")}
        </Link>
      )}
      <span className="ml-auto flex shrink-0 items-center gap-2">
        <CaptureBadge ordinal={detail.first_ordinal} />
        {conversation.is_demo === true && <Badge title="Belongs to the demo recording">demo</Badge>}
        <a
          href={`/api/v1/conversations/${encodeURIComponent(conversation.conv_id)}/bundle`}
          download
          className={buttonClass({ size: "small" })}
          title="Download the replay bundle: manifest, raw envelopes, all records"
        >
          Bundle
        </a>
      </span>
    </section>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <span className="max-w-64 truncate">
      <span className="text-fg-subtle">{label}</span>{" "}
      {children === null || children === undefined ? (
        <NotRecorded className="align-baseline" />
      ) : (
        <span className="font-medium tabular-nums">{children}</span>
      )}
    </span>
  );
}

/** "gap 2 · drift 1": kinds of findings, most frequent first, at most three. */
function findingsOf({ anomalies, faults, parts }: ConversationDetail): string {
  const counts = new Map<string, number>();
  for (const { kind } of [...anomalies, ...faults]) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  // The detail carries the first findings only; beyond them just the number is known.
  if (anomalies.length + faults.length < parts.anomalies + parts.faults)
    return plural(parts.anomalies + parts.faults, "finding");
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 3)
    .map(([kind, count]) => `${findingWord(kind)} ${count}`)
    .join(" · ");
}
