import { formatDuration } from "@/lib/client/format";
import type { ModelCallRow } from "@/lib/contracts/call";

const parts = [
  ["queue", "queue_ms", "var(--border-control)"],
  ["provider", "provider_ms", "var(--class-provider)"],
  ["work after", "postprocess_ms", "var(--class-projection)"],
] as const;

/** Where the time of a call went, as shares of the whole; empty when the source does not split it. */
export function LatencySplit({
  call,
}: {
  call: Pick<ModelCallRow, "queue_ms" | "provider_ms" | "postprocess_ms">;
}) {
  const shown = parts
    .map(([label, field, color]) => ({ label, ms: call[field] ?? 0, color }))
    .filter(({ ms }) => ms > 0);
  const whole = shown.reduce((sum, { ms }) => sum + ms, 0);
  if (whole === 0) return <span className="text-fg-subtle">–</span>;
  const words = shown.map(({ label, ms }) => `${label} ${formatDuration(ms)}`).join(", ");
  return (
    <span role="img" aria-label={words} title={words} className="flex h-2 w-full gap-px align-middle">
      {shown.map(({ label, ms, color }) => (
        <span
          key={label}
          data-mark=""
          className="min-w-0.5"
          style={{ width: `${String((ms / whole) * 100)}%`, background: color }}
        />
      ))}
    </span>
  );
}
