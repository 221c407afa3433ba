import type { EventRow } from "@/lib/contracts/event";
import { holds } from "@/lib/domain/query/holds";
import type { FieldTerm, Query, Term, TextTerm } from "@/lib/domain/query/query";

/**
 * Whether the list of events would show an envelope; undefined when only the store can tell, because a term asks for
 * what belongs to other records.
 */
export function eventMatches(event: EventRow, query: Query, nowMs: number): boolean | undefined {
  let isKnown = true;
  for (const term of query) {
    const holdsHere = termHolds(event, term, nowMs);
    if (holdsHere === undefined) isKnown = false;
    else if (holdsHere === term.isExcluded) return false;
  }
  return isKnown ? true : undefined;
}

function termHolds(event: EventRow, term: Term, nowMs: number): boolean | undefined {
  if (term.kind === "text") return textHolds(event, term);
  const value = valueOf(event, term);
  if (value === undefined) return undefined;
  return typeof value === "object" && value !== null
    ? value.some((word) => holds(term.conditions, word, nowMs))
    : holds(term.conditions, value, nowMs);
}

/** The contents of messages are not in an envelope's row, so not finding the text in it says nothing. */
function textHolds(event: EventRow, { text }: TextTerm): true | undefined {
  const lower = text.toLowerCase();
  const isHere =
    [event.type, event.event_id ?? ""].some((value) => value.toLowerCase().includes(lower)) ||
    event.seq === text ||
    event.ordinal === text;
  return isHere ? true : undefined;
}

type Value = string | bigint | null;

/** Words of a set come as a list. */
function valueOf(event: EventRow, { field, conditions }: FieldTerm): Value | readonly string[] | undefined {
  switch (field) {
    case "kind":
      return event.class;
    case "status":
      return event.decode_status;
    case "path":
      return event.source_path;
    case "source":
      return event.source;
    case "type":
      return event.type;
    case "conv":
      return event.conv_id;
    case "turn":
      return event.turn_id;
    case "id":
      return event.event_id;
    case "seq":
      return event.seq === null ? null : BigInt(event.seq);
    case "ordinal":
      return BigInt(event.ordinal);
    case "epoch":
      return BigInt(event.epoch);
    case "time":
      return event.occurred_at_ms === null ? null : BigInt(event.occurred_at_ms);
    case "ingested":
      return BigInt(event.ingested_at_ms);
    case "size":
      return BigInt(event.byte_length);
    case "has":
      return conditions.some((condition) => condition.kind !== "equals" || condition.text === "error")
        ? undefined
        : wordsOf(event);
    default:
      return undefined;
  }
}

function wordsOf({ anomalies, turn_id, twin_of }: EventRow): readonly string[] {
  return [
    ...anomalies,
    ...(anomalies.length > 0 ? ["anomaly"] : []),
    ...(turn_id === null ? [] : ["turn"]),
    ...(twin_of === null ? [] : ["twin"]),
  ];
}
