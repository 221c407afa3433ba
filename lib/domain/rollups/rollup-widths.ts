/** Widths of the kept sums, narrowest first, ms. Each lies whole in one of the next; all begin at UTC. */
export const widthMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
export type RollupWidth = keyof typeof widthMs;
export const rollupWidths = ["minute", "hour", "day"] as const satisfies readonly RollupWidth[];

/** Start of the bucket in which a time lies, epoch ms. */
export function bucketStart(width: RollupWidth, ms: number): number {
  return Math.floor(ms / widthMs[width]) * widthMs[width];
}
