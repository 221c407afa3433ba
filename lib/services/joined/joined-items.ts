import { readTypeNames } from "@/db/queries/joined-events";
import { listEventsByOrdinal } from "@/db/queries/event-rows";
import type { ReadStore } from "@/db/store";
import type { JoinedItem } from "@/lib/contracts/joined";
import type { JoinedKind } from "@/lib/contracts/vocabulary";
import { envelopeClasses } from "@/lib/domain/model/event";
import { listUnstoredEntities } from "@/db/queries/entity-agreement";
import { describeEvents } from "../records/describe-events";
import { describeRecords } from "../records/describe-records";
import { grouped, type Described } from "../records/described";
import type { EventRun } from "./event-runs";
import type { WalkedItem } from "./joined-walk";

/** Items of a page in words; a handful of statements whatever its size. */
export function itemsFromWalk(store: ReadStore, convId: string, walked: readonly WalkedItem[]): JoinedItem[] {
  const runs = walked.flatMap((item) => (item.kind === "run" ? [item.run] : []));
  const rows = listEventsByOrdinal(
    store,
    runs.map((run) => run.first.ordinal),
  );
  const events = new Map(describeEvents(store, rows).map((event) => [event.ordinal, event]));
  const classes = new Map(rows.map((row) => [row.ordinal, kindOfClass(row.class)]));
  const records = describeRecords(
    store,
    walked.flatMap((item) => (item.kind === "side" ? [item.entry.ref] : [])),
  );
  const names = readTypeNames(store, new Set(runs.flatMap((run) => [...run.types.keys()])));
  const unstored = listUnstoredEntities(store, convId, subjectsOf(walked));
  return walked.flatMap((item): JoinedItem[] => {
    if (item.kind === "run") {
      const event = events.get(item.run.first.ordinal);
      const kind = classes.get(item.run.first.ordinal);
      return event === undefined || kind === undefined ? [] : [itemFromRun(event, kind, item.run, names)];
    }
    const record = records.get(item.entry.ref);
    if (record === undefined) return [];
    const { row, at_ms } = item.entry;
    const single = itemFromRecord(record, row.kind, at_ms < 0 ? null : at_ms, row.turn_id);
    const isUnstored = row.kind === "entity" && row.subject !== null && unstored.has(row.subject);
    return [
      isUnstored
        ? { ...single, tone: "warning", summary: `${single.summary} · never reached the stored timeline` }
        : single,
    ];
  });
}

function itemFromRecord(
  record: Described,
  kind: JoinedKind,
  at_ms: number | null,
  turn_id: string | null,
): JoinedItem {
  const { ref, title, summary, took_ms, mark, tone, subject, byte_length, links } = record;
  const ordinal = record.ordinal === null ? null : String(record.ordinal);
  const seq = record.seq === null ? null : String(record.seq);
  return {
    ref,
    kind,
    at_ms,
    ordinal,
    seq,
    title,
    summary,
    took_ms,
    mark,
    tone,
    subject,
    byte_length,
    turn_id: record.turn_id ?? turn_id,
    count: 1,
    last_ordinal: ordinal,
    until_ms: at_ms,
    links: [...links],
  };
}

function itemFromRun(
  event: Described,
  kind: JoinedKind,
  run: EventRun,
  names: ReadonlyMap<number, string>,
): JoinedItem {
  const item = itemFromRecord(event, kind, run.first.at_ms, event.turn_id);
  if (run.count === 1) return item;
  const [[type] = [run.first.type_key]] = [...run.types].sort(([, a], [, b]) => b - a);
  return {
    ...item,
    title: `${names.get(type) ?? event.title} ×${grouped(run.count)}`,
    took_ms: run.last.at_ms - run.first.at_ms,
    count: run.count,
    last_ordinal: String(run.last.ordinal),
    until_ms: run.last.at_ms,
    byte_length: run.byte_length,
  };
}

function kindOfClass(index: number): JoinedKind {
  return envelopeClasses[index] ?? "record";
}

function subjectsOf(walked: readonly WalkedItem[]): string[] {
  const subjects = walked.flatMap((item) =>
    item.kind === "side" && item.entry.row.kind === "entity" ? [item.entry.row.subject] : [],
  );
  return [...new Set(subjects)].filter((subject) => subject !== null);
}
