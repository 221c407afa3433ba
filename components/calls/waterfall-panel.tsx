"use client";
import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import { useMemo } from "react";
import { Skeleton } from "@/components/ui/skeleton";
import { formatDuration } from "@/lib/client/format";
import { turnStagesOptions } from "@/lib/client/inspector-record-queries";
import type { TurnStages } from "@/lib/contracts/turn";
import { criticalPath } from "@/lib/domain/turn-work/critical-path";
import type { CallLine } from "./call-lines";
import { latencyParts } from "./latency-bar";
import { pathWords } from "./path-words";
import { stageSums, type StageSum } from "./stage-sums";
import { useCalls } from "./use-calls";
import type { WaterfallProps } from "./waterfall";
import { waterfallOf, type WaterfallBar, type WaterfallPicture } from "./waterfall-bars";

export interface WaterfallPanelProps extends Omit<WaterfallProps, "turn"> {
  turn: NonNullable<WaterfallProps["turn"]>;
}

const rowHeight = 13;

/** The work of one turn against its length: stages in numbers, calls as bars, the path that decided its end. */
export default function WaterfallPanel({ convId, turn, cursor, cursorMs, onSelect }: WaterfallPanelProps) {
  const { lines, isPending } = useCalls(convId, turn.id);
  const stages = useQuery(turnStagesOptions(convId, turn.id));
  const picture = waterfallOf(lines, turn.start_ms, turn.end_ms);
  const path = useMemo(
    () =>
      criticalPath(
        lines.flatMap((line) =>
          line.start_ms === null || line.took_ms === null
            ? []
            : [{ id: line.ref, start: line.start_ms, end: line.start_ms + line.took_ms }],
        ),
        turn.start_ms ?? Math.min(...lines.map((line) => line.start_ms ?? Number.POSITIVE_INFINITY)),
      ),
    [lines, turn.start_ms],
  );
  if (isPending) return <Skeleton width="60%" />;
  const sums = stageSums(lines, stages.data, turn);
  return (
    <>
      <Stages sums={sums} />
      {picture === undefined ? (
        <p className="text-xs text-fg-subtle">No call with a time is recorded for this turn.</p>
      ) : (
        <>
          <Bars
            picture={picture}
            critical={new Set(path.ids)}
            projection={stages.data?.projection ?? null}
            sockets={stages.data?.delivery?.sockets ?? []}
            cursor={cursor}
            cursorMs={cursorMs}
            onSelect={onSelect}
          />
          <p className="pt-1 text-2xs text-fg-subtle">
            Critical path: {pathWords(lines, path.ids)}
            {path.idle_ms > 0 && `; ${formatDuration(path.idle_ms)} with no recorded work`}
          </p>
        </>
      )}
    </>
  );
}

/** Every stage with its time; what no source records says so. */
function Stages({ sums }: { sums: readonly StageSum[] }) {
  return (
    <dl className="flex flex-wrap gap-x-4 gap-y-0.5 pb-1.5 text-2xs">
      {sums.map(({ stage, color, text, title }) => (
        <div key={stage} className="flex items-center gap-1.5" title={title}>
          <dt className="flex items-center gap-1 text-fg-subtle">
            <span
              aria-hidden="true"
              data-mark=""
              className="size-2 rounded-mark"
              style={{ background: color }}
            />
            {stage}
          </dt>
          <dd className={clsx("tabular-nums", text === undefined && "text-fg-subtle")}>
            {text ?? "not recorded"}
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface BarsProps extends Pick<WaterfallProps, "cursor" | "cursorMs" | "onSelect"> {
  picture: WaterfallPicture;
  critical: ReadonlySet<string>;
  projection: { readonly from_ms: number; readonly to_ms: number } | null;
  sockets: NonNullable<TurnStages["delivery"]>["sockets"];
}

function Bars({ picture, critical, projection, sockets, cursor, cursorMs, onSelect }: BarsProps) {
  const { bars, rows, from, to } = picture;
  const share = (ms: number): number => Math.min(1, Math.max(0, (ms - from) / (to - from)));
  return (
    <div
      className="relative"
      style={{ height: (rows + (projection === null ? 0 : 1)) * rowHeight + (sockets.length > 0 ? 10 : 4) }}
    >
      {cursorMs !== null && cursorMs >= from && cursorMs <= to && (
        <span
          aria-hidden="true"
          className="absolute inset-y-0 w-px bg-fg"
          style={{ left: `${share(cursorMs) * 100}%` }}
        />
      )}
      {bars.map((bar) => (
        <Bar
          key={bar.line.ref}
          bar={bar}
          selected={bar.line.ref === cursor}
          isCritical={critical.has(bar.line.ref)}
          onSelect={() => onSelect(bar.line.ref)}
        />
      ))}
      {projection !== null && (
        <span
          data-mark=""
          title="from the first to the last write of the projection"
          className="absolute h-1 min-w-1"
          style={{
            top: rows * rowHeight + 5,
            left: `${share(projection.from_ms) * 100}%`,
            width: `${(share(projection.to_ms) - share(projection.from_ms)) * 100}%`,
            background: "var(--class-projection)",
          }}
        />
      )}
      {sockets.map(({ socket_id, from_ms, to_ms, close_code }) => (
        <span
          key={socket_id}
          data-mark=""
          title={`socket open${close_code === null ? "" : `, closed with ${String(close_code)}`}`}
          className="absolute bottom-0 h-1 min-w-1"
          style={{
            left: `${share(from_ms) * 100}%`,
            width: `${(share(to_ms ?? to) - share(from_ms)) * 100}%`,
            background: "var(--class-transport)",
          }}
        />
      ))}
    </div>
  );
}

function Bar({
  bar,
  selected,
  isCritical,
  onSelect,
}: {
  bar: WaterfallBar;
  selected: boolean;
  isCritical: boolean;
  onSelect: () => void;
}) {
  const { line } = bar;
  const failed =
    line.call.status === "failed" || line.call.error_code !== null || line.call.status === "timed_out";
  const words = `${line.kind === "model" ? "model call" : "tool"} ${bar.name}, ${line.took_ms === null ? "no end recorded" : formatDuration(line.took_ms)}${failed ? ", failed" : ""}${isCritical ? ", on the critical path" : ""}`;
  return (
    <button
      type="button"
      // Too small for a tab stop of its own: the same calls are rows of the Calls tab and of the list.
      tabIndex={-1}
      aria-label={words}
      aria-pressed={selected}
      title={words}
      onClick={onSelect}
      data-mark=""
      className={clsx("absolute min-w-1", selected && "outline-2 outline-offset-1 outline-accent")}
      style={{
        top: bar.row * rowHeight + 3,
        height: 8,
        left: `${bar.left * 100}%`,
        width: `${bar.width * 100}%`,
        background: background(line, bar.isOpenEnded),
        borderRight: failed ? "3px solid var(--err)" : undefined,
        borderBottom: isCritical ? "2px solid var(--fg)" : undefined,
      }}
    />
  );
}

/** The parts of a model call in their colours. A call without a recorded end fades out instead of pretending to have one. */
function background(line: CallLine, isOpenEnded: boolean): string {
  const color = line.kind === "model" ? "var(--class-provider)" : "var(--class-tool)";
  if (isOpenEnded) return `linear-gradient(90deg, ${color}, transparent)`;
  const parts = line.kind === "model" ? latencyParts(line.call) : [];
  const whole = Math.max(
    line.took_ms ?? 0,
    parts.reduce((sum, { ms }) => sum + ms, 0),
  );
  if (parts.length < 2 || whole <= 0) return color;
  const stops = parts.map(
    (part) => `${part.color} ${(part.from / whole) * 100}% ${((part.from + part.ms) / whole) * 100}%`,
  );
  return `linear-gradient(90deg, ${stops.join(", ")})`;
}
