"use client";
import clsx from "clsx";
import ChevronDown from "lucide-react/icons/chevron-down";
import ChevronUp from "lucide-react/icons/chevron-up";
import { IconButton } from "@/components/ui/icon-button";
import { Skeleton } from "@/components/ui/skeleton";
import { formatDuration } from "@/lib/client/format";
import { waterfallPreference } from "@/lib/client/inspector-preferences";
import { usePreference } from "@/lib/client/use-preference";
import type { CallLine } from "./call-lines";
import { useCalls } from "./use-calls";
import { waterfallOf, type WaterfallBar, type WaterfallPicture } from "./waterfall-bars";

export interface WaterfallProps {
  convId: string;
  /** Turn of the cursor. */
  turn: {
    readonly id: string;
    readonly name: string;
    readonly start_ms: number | null;
    readonly end_ms: number | null;
  } | null;
  cursor: string | null;
  cursorMs: number | null;
  onSelect: (ref: string) => void;
}

const rowHeight = 13;

/** Where the time of the cursor's turn went: model and tool calls against its length. */
export function Waterfall({ convId, turn, cursor, cursorMs, onSelect }: WaterfallProps) {
  const [isOpen, setOpen] = usePreference(waterfallPreference);
  const { lines, isPending } = useCalls(convId, turn?.id ?? null, isOpen && turn !== null);
  const picture = waterfallOf(lines, turn?.start_ms ?? null, turn?.end_ms ?? null);
  return (
    <section aria-label="Waterfall of the turn" className="shrink-0 border-t">
      <div className="flex h-7 items-center gap-2 bg-panel pr-1 pl-3 text-2xs text-fg-subtle">
        <h2 className="truncate">
          {turn === null ? "Waterfall: no turn at the cursor" : `Waterfall of ${turn.name}`}
        </h2>
        {isOpen && turn !== null && <span className="ml-auto truncate tabular-nums">{sumText(lines)}</span>}
        <IconButton
          label={isOpen ? "Hide the waterfall" : "Show the waterfall"}
          className={clsx((!isOpen || turn === null) && "ml-auto")}
          icon={isOpen ? <ChevronDown width={14} height={14} /> : <ChevronUp width={14} height={14} />}
          onClick={() => setOpen(!isOpen)}
          aria-expanded={isOpen}
        />
      </div>
      {isOpen && turn !== null && (
        <div className="max-h-32 overflow-y-auto border-t px-3 py-2">
          {isPending ? (
            <Skeleton width="60%" />
          ) : picture === undefined ? (
            <p className="text-xs text-fg-subtle">No call with a time is recorded for this turn.</p>
          ) : (
            <Bars picture={picture} cursor={cursor} cursorMs={cursorMs} onSelect={onSelect} />
          )}
        </div>
      )}
    </section>
  );
}

interface BarsProps extends Pick<WaterfallProps, "cursor" | "cursorMs" | "onSelect"> {
  picture: WaterfallPicture;
}

function Bars({ picture, cursor, cursorMs, onSelect }: BarsProps) {
  const { bars, rows, from, to } = picture;
  return (
    <div className="relative" style={{ height: rows * rowHeight + 4 }}>
      {cursorMs !== null && cursorMs >= from && cursorMs <= to && (
        <span
          aria-hidden="true"
          className="absolute inset-y-0 w-px bg-fg"
          style={{ left: `${((cursorMs - from) / (to - from)) * 100}%` }}
        />
      )}
      {bars.map((bar) => (
        <Bar
          key={bar.line.ref}
          bar={bar}
          selected={bar.line.ref === cursor}
          onSelect={() => onSelect(bar.line.ref)}
        />
      ))}
    </div>
  );
}

function Bar({ bar, selected, onSelect }: { bar: WaterfallBar; selected: boolean; onSelect: () => void }) {
  const { line } = bar;
  const failed =
    line.call.status === "failed" || line.call.error_code !== null || line.call.status === "timed_out";
  const words = `${line.kind === "model" ? "model call" : "tool"} ${bar.name}, ${line.took_ms === null ? "no end recorded" : formatDuration(line.took_ms)}${failed ? ", failed" : ""}`;
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
      }}
    />
  );
}

/** A call without a recorded end fades out instead of pretending to have one. */
function background(line: CallLine, isOpenEnded: boolean): string {
  const color = line.kind === "model" ? "var(--class-provider)" : "var(--class-tool)";
  return isOpenEnded ? `linear-gradient(90deg, ${color}, transparent)` : color;
}

function sumText(lines: readonly CallLine[]): string {
  const sum = (values: readonly (number | null)[]) =>
    values.reduce((total: number, value) => total + (value ?? 0), 0);
  const model = lines.filter((line) => line.kind === "model");
  const queue = sum(model.map(({ call }) => call.queue_ms));
  const parts = [
    queue > 0 ? `queue ${formatDuration(queue)}` : "",
    model.length > 0 ? `model ${formatDuration(sum(model.map((line) => line.took_ms)))}` : "",
    lines.length > model.length
      ? `tools ${formatDuration(sum(lines.filter((line) => line.kind === "tool").map((line) => line.took_ms)))}`
      : "",
  ];
  return parts.filter((part) => part !== "").join(" · ");
}
