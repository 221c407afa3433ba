import type { CallLine } from "./call-lines";

export interface WaterfallBar {
  readonly line: CallLine;
  readonly name: string;
  /** Row from the top. */
  readonly row: number;
  /** Start and length as shares of the whole. */
  readonly left: number;
  readonly width: number;
  readonly isOpenEnded: boolean;
}

export interface WaterfallPicture {
  readonly bars: readonly WaterfallBar[];
  readonly rows: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Places calls in rows so that none hides another: model calls from the first row on, tools below them. The
 * picture spans the turn, widened to what its calls need. Undefined when no call states a time.
 */
export function waterfallOf(
  lines: readonly CallLine[],
  startMs: number | null,
  endMs: number | null,
): WaterfallPicture | undefined {
  const timed = lines.flatMap((line) =>
    line.start_ms === null ? [] : [{ line, start: line.start_ms, end: line.start_ms + (line.took_ms ?? 0) }],
  );
  if (timed.length === 0) return undefined;
  const from = Math.min(startMs ?? Number.POSITIVE_INFINITY, ...timed.map(({ start }) => start));
  const to = Math.max(endMs ?? 0, from + 1, ...timed.map(({ end }) => end));
  const modelRows = place(timed.filter(({ line }) => line.kind === "model"));
  const toolRows = place(timed.filter(({ line }) => line.kind === "tool"));
  const below = Math.max(0, ...modelRows.map((row) => row + 1));
  const rowOf = new Map([
    ...timed
      .filter(({ line }) => line.kind === "model")
      .map(({ line }, at) => [line, modelRows[at] ?? 0] as const),
    ...timed
      .filter(({ line }) => line.kind === "tool")
      .map(({ line }, at) => [line, below + (toolRows[at] ?? 0)] as const),
  ]);
  const bars = timed.map(({ line, start, end }) => ({
    line,
    name:
      line.kind === "model"
        ? (line.call.response_model ?? line.call.request_model ?? "")
        : (line.call.tool_name ?? line.call.tool_call_id),
    row: rowOf.get(line) ?? 0,
    left: (start - from) / (to - from),
    width: ((line.took_ms === null ? to : end) - start) / (to - from),
    isOpenEnded: line.took_ms === null,
  }));
  return { bars, rows: Math.max(...bars.map(({ row }) => row)) + 1, from, to };
}

/** The first row that is free at the start of each bar, in order. */
function place(bars: readonly { readonly start: number; readonly end: number }[]): readonly number[] {
  const ends: number[] = [];
  return bars.map(({ start, end }) => {
    const free = ends.findIndex((last) => last <= start);
    const row = free === -1 ? ends.length : free;
    ends[row] = end;
    return row;
  });
}
