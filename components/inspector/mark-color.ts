import type { Mark } from "@/lib/contracts/joined";

const layers: Readonly<Record<string, string>> = {
  model: "var(--class-provider)",
  turn: "var(--border-control)",
  log: "var(--border)",
  neutral: "var(--border-control)",
};

/** CSS colour of a mark: row edges, bars, ticks. Never for text. */
export function markColor(mark: Mark): string {
  return layers[mark] ?? `var(--class-${mark})`;
}
