import { formatDuration, formatPercent, plural } from "@/lib/client/format";
import type { TurnStages } from "@/lib/contracts/turn";
import type { CallLine } from "./call-lines";

/** One stage of a turn with its time in words; `text` is absent where no source records it. */
export interface StageSum {
  readonly stage: string;
  readonly color: string;
  readonly text: string | undefined;
  readonly title: string;
}

/**
 * Where the time of a turn went: queue, provider, post-processing, tools, projection, delivery. Sums of the
 * calls; what ran at one time is counted twice, as the bars show.
 */
export function stageSums(
  lines: readonly CallLine[],
  stages: TurnStages | undefined,
  turn: TurnSpan,
): readonly StageSum[] {
  const model = lines.flatMap((line) => (line.kind === "model" ? [line] : []));
  const tools = lines.filter(({ kind }) => kind === "tool");
  const projection = stages?.projection ?? null;
  const delivery = stages?.delivery ?? null;
  const provider = durationOf(model.map(({ call, took_ms }) => call.provider_ms ?? took_ms));
  return [
    {
      stage: "queue",
      color: "var(--border-control)",
      text: durationOf(model.map(({ call }) => call.queue_ms)),
      title: "Before the requests left",
    },
    { stage: "provider", color: "var(--class-provider)", text: provider, title: "At the provider" },
    {
      stage: "post-process",
      color: "var(--class-projection)",
      text: durationOf(model.map(({ call }) => call.postprocess_ms)),
      title: "After the last byte",
    },
    {
      stage: "tools",
      color: "var(--class-tool)",
      text: tools.length === 0 ? "none" : durationOf(tools.map(({ took_ms }) => took_ms)),
      title: "Tools at work",
    },
    {
      stage: "projection",
      color: "var(--class-projection)",
      text:
        projection === null
          ? undefined
          : `${formatDuration(projection.to_ms - projection.from_ms)}, ${plural(projection.entity_count, "entity", "entities")}`,
      title: "From the first to the last write of the runtime's own projection",
    },
    {
      stage: "delivery",
      color: "var(--class-transport)",
      text: delivery === null ? undefined : deliveryText(delivery, turn),
      title:
        delivery === null ? "Neither sockets nor pings nor a live source are recorded" : howKnown(delivery),
    },
  ];
}

/** Sum of what is known; undefined where nothing is. */
function durationOf(values: readonly (number | null)[]): string | undefined {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? undefined : formatDuration(known.reduce((sum, value) => sum + value, 0));
}

/** Begin and end of a turn, epoch ms; null where they are not known. */
export interface TurnSpan {
  readonly start_ms: number | null;
  readonly end_ms: number | null;
}

type Delivery = NonNullable<TurnStages["delivery"]>;

/** "12 ms to here, ping 31 ms, socket open 84 %": what is known of the way out, the surest first. */
function deliveryText({ lag, ping_ms, sockets }: Delivery, turn: TurnSpan): string {
  const open = openShare(sockets, turn);
  return [
    lag === null ? "" : `${formatDuration(lag.median_ms)} to here`,
    ping_ms === null ? "" : `ping ${formatDuration(ping_ms)}`,
    open === undefined ? "" : `socket open ${formatPercent(open)}`,
  ]
    .filter((part) => part !== "")
    .join(", ");
}

/** Share of the turn in which any socket was open; undefined where it is not known. */
export function openShare(sockets: Delivery["sockets"], { start_ms, end_ms }: TurnSpan): number | undefined {
  if (start_ms === null || end_ms === null || end_ms <= start_ms || sockets.length === 0) return undefined;
  let open = 0;
  let until = start_ms;
  for (const { from_ms, to_ms } of sockets) {
    const begin = Math.max(from_ms, until);
    const end = Math.min(to_ms ?? end_ms, end_ms);
    if (end <= begin) continue;
    open += end - begin;
    until = end;
  }
  return open / (end_ms - start_ms);
}

function howKnown({ lag, ping_ms, sockets }: Delivery): string {
  return [
    lag !== null &&
      `${plural(lag.count, "envelope")} that came live, by both clocks: ${formatDuration(lag.median_ms)} in the middle, ${formatDuration(lag.max_ms)} at most`,
    ping_ms !== null && "mean of the pings around the turn, there and back",
    sockets.length > 0 &&
      `${plural(sockets.length, "recorded socket")}: nothing reached a browser while none was open`,
  ]
    .filter((part) => part !== false)
    .join("; ");
}
