"use client";
import dynamic from "next/dynamic";
import { useCallback, type ReactNode } from "react";
import { useTimeZone } from "@/components/data/time-text";
import { useDebouncedText } from "@/components/data/use-debounced-text";
import { Frame } from "@/components/shell/frame";
import { Kbd } from "@/components/ui/kbd";
import { orNotice } from "@/components/ui/lazy-part";
import { QueryToken, SearchField } from "@/components/ui/search-field";
import {
  formatCount,
  formatDateTimeZone,
  formatTimeOfDay,
  isoTime,
  truncateMiddle,
} from "@/lib/client/format";
import { useInspector } from "./inspector-context";
import type { RecordPlace } from "./sheets/sheet";
import type { JoinedList } from "./use-joined-list";

// It follows what comes later, and may come later itself.
const ConversationNews = dynamic(
  () => orNotice(import("./conversation-news").then((module) => module.ConversationNews)),
  { ssr: false },
);

export interface InspectorFrameProps {
  list: JoinedList;
  place: RecordPlace;
  /** Number of the turn that the list is narrowed to, when it is known. */
  turnName: number | null;
  children: ReactNode;
}

/** Header with the filter of the list, and the status bar that says where the cursor stands. */
export function InspectorFrame({ list, place, turnName, children }: InspectorFrameProps) {
  const { detail, view, change } = useInspector();
  const zone = useTimeZone();
  const [text, setText] = useDebouncedText(
    view.q,
    useCallback((q: string) => change({ q }), [change]),
  );
  const tokens = [
    ...(view.turn === null
      ? []
      : [
          {
            name: "turn",
            value: turnName === null ? truncateMiddle(view.turn, 14) : String(turnName),
            clear: { turn: null },
          },
        ]),
    ...(view.subject === null
      ? []
      : [{ name: "about", value: truncateMiddle(view.subject, 18), clear: { subject: null } }]),
    ...(view.from === null || view.to === null
      ? []
      : [
          {
            name: "time",
            value: `${formatTimeOfDay(view.from, zone)} – ${formatTimeOfDay(view.to, zone)}`,
            clear: { from: null, to: null },
          },
        ]),
  ];
  const { conversation } = detail;
  return (
    <Frame
      title={conversation.title ?? conversation.conv_id}
      crumbs={[{ label: "Conversations", href: "/conversations" }]}
      query={
        <SearchField
          label="Filter this conversation"
          value={text}
          onChange={setText}
          placeholder="Filter this conversation…"
          keys="/"
          tokens={tokens.map(({ name, value, clear }) => (
            <QueryToken key={name} name={name} value={value} onRemove={() => change(clear, "push")} />
          ))}
        />
      }
      live={<ConversationNews />}
      status={
        <>
          <span role="status">{rowsText(list)}</span>
          {place.at_ms !== null && (
            <time
              className="num max-sm:hidden"
              dateTime={isoTime(place.at_ms) || undefined}
              suppressHydrationWarning
            >
              {formatDateTimeZone(place.at_ms, zone)}
            </time>
          )}
          {place.ordinal !== null && <span className="num">ordinal {formatCount(place.ordinal)}</span>}
        </>
      }
      statusEnd={
        <span className="hidden items-center gap-3 lg:flex">
          {[
            ["R", "raw"],
            ["T", "turn"],
            ["M", "model"],
            ["O", "tool"],
            ["E", "next error"],
            ["B", "back"],
          ].map(([keys = "", label]) => (
            <span key={keys} className="flex items-center gap-1">
              <Kbd keys={keys} /> {label}
            </span>
          ))}
        </span>
      }
    >
      {children}
    </Frame>
  );
}

/** How much of the list is here. Counts what is not shown too. */
function rowsText({ rows, loadedCount, hasNext, hasPrevious, isLoading }: JoinedList): string {
  if (isLoading) return "loading";
  const more = hasNext || hasPrevious ? ", more on scrolling" : "";
  return rows.length === loadedCount
    ? `${formatCount(rows.length)} rows${more}`
    : `${formatCount(rows.length)} of ${formatCount(loadedCount)} rows match${more}`;
}
