import { formatDuration, plural } from "@/lib/client/format";
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
export function stageSums(lines: readonly CallLine[], stages: TurnStages | undefined): readonly StageSum[] {
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
      text: delivery === null ? undefined : `ping ${formatDuration(delivery.ping_ms)}`,
      title: "No source times each delivery; the pings of the sockets around the turn tell of the line",
    },
  ];
}

/** Sum of what is known; undefined where nothing is. */
function durationOf(values: readonly (number | null)[]): string | undefined {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? undefined : formatDuration(known.reduce((sum, value) => sum + value, 0));
}
