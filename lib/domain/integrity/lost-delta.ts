/** How a frame that carries the text so far fails to continue the text before it. */
export type DeltaFault = "lost" | "repeated";

/**
 * Whether `cumulative` is the text before plus `delta`. Frames whose delta is only white space are not sent
 * by newer runtimes, so that a gap of white space is none. Costs a comparison of the texts.
 */
export function deltaFault(before: string, delta: string, cumulative: string): DeltaFault | undefined {
  const gap = cumulative.length - before.length - delta.length;
  if (gap >= 0 && cumulative.startsWith(before) && cumulative.endsWith(delta)) {
    const between = cumulative.slice(before.length, cumulative.length - delta.length);
    return between.trim() === "" ? undefined : "lost";
  }
  return cumulative.length <= before.length && before.startsWith(cumulative) ? "repeated" : "lost";
}
