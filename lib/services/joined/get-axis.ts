import { setImmediate } from "node:timers/promises";
import {
  countEventsBySlice,
  findTimeRange,
  listSpans,
  partsOfSpan,
  type LaneName,
  type SpanRow,
} from "@/db/queries/axis";
import { findOrdinalRange } from "@/db/queries/conversation-detail";
import { findConvKey } from "@/db/queries/dictionary-keys";
import type { ReadStore } from "@/db/store";
import type { Axis, AxisSpan, AxisTick } from "@/lib/contracts/joined";
import { recordRef } from "@/lib/contracts/record-ref";
import type { RecordKind } from "@/lib/contracts/vocabulary";
import { groupBy } from "@/lib/domain/group-by";
import { requireConversation } from "../conversations/require-conversation";
import { describeRecords } from "../records/describe-records";
import type { ServiceContext } from "../service-context";
import { densityOf } from "./event-density";
import { fewSidesOf, type SideEntry } from "./side-list";

/** Slices of the axis: as many as a screen has room for bars. */
const slices = 240;
const laneKinds = {
  turns: "turn",
  model: "model_call",
  tools: "tool_call",
  projection: "entity",
  transport: "ws",
} as const satisfies Record<LaneName, RecordKind>;
const laneNames = [
  "turns",
  "model",
  "tools",
  "projection",
  "transport",
] as const satisfies readonly LaneName[];

interface Scale {
  readonly start_ms: number;
  readonly end_ms: number;
  readonly width_ms: number;
}

/**
 * The time axis of a conversation. Its size does not depend on that of the conversation; what it counts is read in pieces of some
 * milliseconds, between which other requests run.
 */
export async function getAxis({ store }: ServiceContext, convId: string): Promise<Axis> {
  const { event_count } = requireConversation(store, convId);
  const convKey = findConvKey(store, convId);
  const spans: { readonly name: LaneName; readonly rows: readonly SpanRow[] }[] = [];
  for (const name of laneNames) spans.push({ name, rows: await laneOf(store, name, convId) });
  const findings = fewSidesOf(store, convId).filter(({ row, at_ms }) => at_ms >= 0 && isFinding(row.kind));
  const scale = scaleOf(
    store,
    convKey,
    spans.flatMap(({ rows }) => rows),
    findings,
  );
  if (scale === undefined)
    return {
      start_ms: null,
      end_ms: null,
      lanes: laneNames.map((name) => ({ name, spans: [] })),
      ticks: [],
      density: { bucket_ms: 1, counts: [] },
    };
  return {
    start_ms: scale.start_ms,
    end_ms: scale.end_ms,
    lanes: spans.map(({ name, rows }) => ({ name, spans: spansOf(rows, laneKinds[name], scale) })),
    ticks: ticksOf(store, findings, scale),
    density: {
      bucket_ms: scale.width_ms,
      counts: convKey === undefined ? [] : await countsOf(store, convKey, event_count ?? 0, scale),
    },
  };
}

/** Up to so many envelopes are counted anew each time, and exactly. */
const fewEvents = 20_000;

async function countsOf(store: ReadStore, convKey: number, events: number, scale: Scale): Promise<number[]> {
  if (events > fewEvents) return densityOf(store, convKey, scale, slices);
  const counts = Array<number>(slices).fill(0);
  const last = findOrdinalRange(store, convKey)?.last ?? 0n;
  for (const [slice, count] of countEventsBySlice(store, convKey, scale, last))
    if (slice < slices) counts[slice] = count;
  return counts;
}

async function laneOf(store: ReadStore, name: LaneName, convId: string): Promise<readonly SpanRow[]> {
  const rows: SpanRow[] = [];
  for (const piece of listSpans(store, name, convId)) {
    rows.push(...piece);
    await setImmediate();
  }
  return rows;
}

function scaleOf(
  store: ReadStore,
  convKey: number | undefined,
  rows: readonly SpanRow[],
  findings: readonly SideEntry[],
): Scale | undefined {
  const range = convKey === undefined ? undefined : findTimeRange(store, convKey);
  let start_ms = range?.start_ms ?? Number.POSITIVE_INFINITY;
  let end_ms = range?.end_ms ?? Number.NEGATIVE_INFINITY;
  for (const row of [...rows, ...findings.map(({ at_ms }) => ({ start_ms: at_ms, end_ms: at_ms }))]) {
    start_ms = Math.min(start_ms, row.start_ms);
    end_ms = Math.max(end_ms, row.end_ms);
  }
  if (start_ms > end_ms) return undefined;
  return { start_ms, end_ms, width_ms: Math.max(1, Math.ceil((end_ms - start_ms + 1) / slices)) };
}

/** Spans of a crowded lane that begin in one slice are drawn as one. */
function spansOf(rows: readonly SpanRow[], kind: RecordKind, { start_ms, width_ms }: Scale): AxisSpan[] {
  const groups =
    rows.length <= slices
      ? rows.map((row) => [row])
      : [...groupBy(rows, (row) => Math.floor((row.start_ms - start_ms) / width_ms)).values()];
  return groups.flatMap((group) => {
    const shown = group.find((row) => row.failed) ?? group[0];
    if (shown === undefined) return [];
    return [
      {
        ref: recordRef(kind, ...partsOfSpan(shown)),
        start_ms: group.reduce((least, row) => Math.min(least, row.start_ms), shown.start_ms),
        end_ms: group.reduce((most, row) => Math.max(most, row.end_ms), shown.end_ms),
        label: group.length === 1 ? shown.label : `${shown.label} and ${group.length - 1} more`,
        failed: shown.failed,
        count: group.length,
      },
    ];
  });
}

/** One tick per slice and kind, named after its first finding. */
function ticksOf(
  store: ReadStore,
  findings: readonly SideEntry[],
  { start_ms, width_ms }: Scale,
): AxisTick[] {
  const groups = [
    ...groupBy(
      findings,
      ({ row, at_ms }) => `${Math.floor((at_ms - start_ms) / width_ms)}/${row.kind}`,
    ).values(),
  ].slice(0, slices);
  const firsts = groups.flatMap(([first]) => (first === undefined ? [] : [first.ref]));
  const described = describeRecords(store, firsts);
  return groups.flatMap((group) => {
    const [first] = group;
    const record = first === undefined ? undefined : described.get(first.ref);
    if (first === undefined || record === undefined) return [];
    const { kind } = first.row;
    if (!isFinding(kind)) return [];
    return [
      {
        ref: first.ref,
        at_ms: first.at_ms,
        kind,
        mark: record.mark,
        label: group.length === 1 ? record.title : `${record.title} and ${group.length - 1} more`,
        ordinal: record.ordinal === null ? null : String(record.ordinal),
        count: group.length,
      },
    ];
  });
}

function isFinding(kind: string): kind is AxisTick["kind"] {
  return kind === "error" || kind === "anomaly" || kind === "fault";
}
