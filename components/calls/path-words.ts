import { formatDuration } from "@/lib/client/format";
import type { CallLine } from "./call-lines";

/** Calls on the path that are told one by one. */
const toldSteps = 12;
/** Names that are told of a longer path. */
const toldNames = 6;

/**
 * The calls of the critical path in words: one by one in order while they are few, else what took longest, by name, since
 * a turn of an agent may take hundreds of them.
 */
export function pathWords(lines: readonly CallLine[], refs: readonly string[]): string {
  const known = new Map(lines.map((line) => [line.ref, line]));
  const steps = refs.flatMap((ref) => known.get(ref) ?? []);
  if (steps.length <= toldSteps)
    return steps.map((line) => `${nameOf(line)} ${tookOf(line.took_ms)}`.trim()).join(" → ");
  const sums = new Map<string, { count: number; ms: number }>();
  for (const line of steps) {
    const { count, ms } = sums.get(nameOf(line)) ?? { count: 0, ms: 0 };
    sums.set(nameOf(line), { count: count + 1, ms: ms + (line.took_ms ?? 0) });
  }
  const longest = [...sums].sort(([, a], [, b]) => b.ms - a.ms);
  const told = longest
    .slice(0, toldNames)
    .map(([name, { count, ms }]) => `${name} ×${String(count)} ${formatDuration(ms)}`);
  const left = longest.length - told.length;
  if (left > 0) told.push(`${String(left)} more`);
  return `${String(steps.length)} calls, ${told.join(", ")}`;
}

function nameOf(line: CallLine): string {
  return line.kind === "model"
    ? (line.call.response_model ?? line.call.request_model ?? "model call")
    : (line.call.tool_name ?? "tool");
}

function tookOf(ms: number | null): string {
  return ms === null ? "" : formatDuration(ms);
}
