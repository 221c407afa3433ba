import { formatDuration } from "@/lib/client/format";
import type { ModelCallRow } from "@/lib/contracts/call";

type Latencies = Pick<
  ModelCallRow,
  | "queue_ms"
  | "provider_ms"
  | "postprocess_ms"
  | "total_ms"
  | "first_byte_ms"
  | "first_token_ms"
  | "first_content_ms"
>;

export interface LatencyPart {
  readonly label: string;
  readonly from: number;
  readonly ms: number;
  readonly color: string;
}

/**
 * The parts of a call's latency, in order. Only recorded parts are drawn; a call that states its total alone
 * is one part.
 */
export function latencyParts(call: Latencies): readonly LatencyPart[] {
  const parts: LatencyPart[] = [];
  let from = 0;
  const add = (label: string, ms: number | null, color: string) => {
    if (ms === null || ms <= 0) return;
    parts.push({ label, from, ms, color });
    from += ms;
  };
  add("queue", call.queue_ms, "var(--border-control)");
  add("provider", call.provider_ms, "var(--class-provider)");
  add("after", call.postprocess_ms, "var(--class-projection)");
  if (parts.length === 0) add("total", call.total_ms, "var(--class-provider)");
  return parts;
}

export interface LatencyBarProps {
  call: Latencies;
  /** Milliseconds across the whole width; the call's own length when absent. */
  scaleMs?: number;
}

/** Latency of a model call as one bar: queue, provider, work after, with the first token as a line. */
export function LatencyBar({ call, scaleMs }: LatencyBarProps) {
  const parts = latencyParts(call);
  const end = parts.reduce((sum, part) => sum + part.ms, 0);
  const whole = Math.max(scaleMs ?? end, end, 1);
  const firstToken = call.first_token_ms ?? call.first_content_ms;
  const words = [
    ...parts.map((part) => `${part.label} ${formatDuration(part.ms)}`),
    ...(firstToken === null ? [] : [`first token ${formatDuration(firstToken)}`]),
  ];
  return (
    <span
      role="img"
      aria-label={words.join(", ")}
      title={words.join(" · ")}
      className="relative block h-2 w-full"
    >
      {parts.map((part) => (
        <span
          key={part.label}
          data-mark=""
          className="absolute inset-y-0 min-w-0.5"
          style={{
            left: `${(part.from / whole) * 100}%`,
            width: `${(part.ms / whole) * 100}%`,
            background: part.color,
          }}
        />
      ))}
      {firstToken !== null && (
        <span
          data-mark=""
          className="absolute -inset-y-0.5 w-px bg-fg"
          style={{ left: `${Math.min(100, (firstToken / whole) * 100)}%` }}
        />
      )}
    </span>
  );
}
