"use client";
import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import { PageState } from "@/components/data/page-state";
import { TimeText } from "@/components/data/time-text";
import { Glyph } from "@/components/ui/glyph";
import { Skeleton } from "@/components/ui/skeleton";
import { formatDuration, plural } from "@/lib/client/format";
import { turnOptions } from "@/lib/client/inspector-record-queries";
import type { TurnRow } from "@/lib/contracts/turn";
import { BlockView } from "./block-view";
import { lineageText } from "./lineage-text";
import { MeasuredList } from "./measured-list";
import { ToldTexts } from "./told-texts";
import { transcriptOf } from "./transcript-rows";
import { turnName, type TurnPlace } from "./turn-tree-rows";

export interface TranscriptProps {
  convId: string;
  turns: readonly TurnRow[];
  isLoading: boolean;
  error: unknown;
  onRetry: () => void;
  place: TurnPlace | undefined;
  block: string | null;
  onSelectTurn: (ref: string) => void;
  onSelectBlock: (snapshotRef: string, blockId: string) => void;
  onEndReached?: (() => void) | undefined;
}

const keyOf = (turn: TurnRow): string => turn.ref;

/** The turns read from top to bottom as a conversation, each block where it came in. */
export function Transcript(props: TranscriptProps) {
  const { turns, place } = props;
  return (
    <PageState
      state={
        props.error !== null && turns.length === 0
          ? { kind: "failed", error: props.error, onRetry: props.onRetry }
          : props.isLoading
            ? { kind: "loading" }
            : turns.length === 0
              ? {
                  kind: "not-recorded",
                  title: "No turns are recorded for this conversation",
                  hint: "The source kept no turn snapshots. What was said is under Timeline, as the events tell it.",
                }
              : { kind: "ready" }
      }
    >
      <MeasuredList
        label="Turns as a conversation"
        items={turns}
        keyOf={keyOf}
        showKey={place?.turn.ref}
        estimate={260}
        onEndReached={props.onEndReached}
        render={(turn, index) => <TurnPart {...props} turn={turn} name={turnName(turn, index)} />}
      />
    </PageState>
  );
}

function TurnPart({
  convId,
  turns,
  turn,
  name,
  place,
  block,
  onSelectTurn,
  onSelectBlock,
}: TranscriptProps & { turn: TurnRow; name: string }) {
  const query = useQuery(turnOptions(convId, turn.turn_id));
  const transcript = query.data === undefined ? undefined : transcriptOf(query.data);
  const isCurrent = place?.turn.ref === turn.ref;
  return (
    <article aria-label={name} className="mx-auto max-w-[88ch] border-b border-border/55 pb-3">
      <header
        className={clsx(
          "mb-1 flex items-center gap-2 rounded-control px-2 py-1 text-xs text-fg-subtle",
          isCurrent && "row-selected",
        )}
      >
        <button
          type="button"
          aria-pressed={isCurrent}
          className="min-h-6 text-sm font-semibold text-fg hover:underline"
          onClick={() => onSelectTurn(turn.ref)}
        >
          {name}
        </button>
        {turn.outcome === "failed" && (
          <span className="inline-flex items-center gap-1 text-err">
            <Glyph name="octagon" /> {turn.failure_code ?? "failed"}
          </span>
        )}
        {turn.outcome === "open" && (
          <span className="inline-flex items-center gap-1 text-info">
            <Glyph name="ring" /> no final phase
          </span>
        )}
        <span className="min-w-0 flex-1 truncate text-right">
          {[
            turn.model_call_count > 0 ? plural(turn.model_call_count, "model call") : "",
            turn.tool_call_count > 0 ? plural(turn.tool_call_count, "tool call") : "",
            turn.error_count > 0 ? plural(turn.error_count, "error") : "",
          ]
            .filter((part) => part !== "")
            .join(" · ")}
        </span>
        {turn.started_at_ms !== null && <TimeText ms={turn.started_at_ms} />}
        {turn.duration_ms !== null && <span className="num">{formatDuration(turn.duration_ms)}</span>}
      </header>
      {query.isError && (
        <PageState state={{ kind: "failed", error: query.error, onRetry: () => void query.refetch() }}>
          {null}
        </PageState>
      )}
      {query.isPending && (
        <div className="grid gap-3 px-2 py-3">
          <Skeleton width="55%" />
          <Skeleton width="80%" />
          <Skeleton width="64%" />
        </div>
      )}
      {transcript !== undefined && transcript.carriedOver > 0 && (
        <p className="px-3 py-1 text-xs text-fg-subtle">
          {plural(transcript.carriedOver, "block")} carried over from earlier turns
        </p>
      )}
      <div className="space-y-1.5">
        {transcript?.blocks.map(({ block: item, snapshot, phaseName }) => (
          <BlockView
            key={`${snapshot.ref} ${item.position}`}
            block={item}
            lineage={lineageText(item, { turn_id: turn.turn_id, phaseName, turns })}
            selected={isCurrent && item.block_id === block}
            onSelect={() => onSelectBlock(snapshot.ref, item.block_id)}
            fold={2000}
          />
        ))}
      </div>
      {transcript?.blocks.length === 0 && <ToldTexts turn={turn} />}
    </article>
  );
}
