/** Widths of the kept sums, narrowest first, ms. Each lies whole in one of the next; all begin at UTC. */
export const widthMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
export type RollupWidth = keyof typeof widthMs;
export const rollupWidths = ["minute", "hour", "day"] as const satisfies readonly RollupWidth[];

/** SQL of the start of the bucket in which a time lies; the time's own remainder may be negative before 1970. */
export function startOf(width: RollupWidth, time: string): string {
  const ms = String(widthMs[width]);
  return `${time} - ((${time} % ${ms}) + ${ms}) % ${ms}`;
}

/** The same of a time in hand. */
export function bucketStart(width: RollupWidth, ms: number): number {
  return Math.floor(ms / widthMs[width]) * widthMs[width];
}
