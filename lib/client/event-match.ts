import type { EventRow } from "@/lib/contracts/event";
import type { RecordFilter } from "./record-list-params";

/** Whether a list of events with these filters would show an envelope; the same rules as the API's. */
export function eventMatches(event: EventRow, filter: RecordFilter): boolean {
  return Object.entries(filter).every(([name, chosen]) => {
    if (chosen === null || chosen === "" || chosen.length === 0) return true;
    if (typeof chosen === "string") return matchesText(event, name, chosen);
    if (name === "anomaly")
      return chosen.some((kind) =>
        kind === "any" ? event.anomalies.length > 0 : event.anomalies.some((found) => found === kind),
      );
    return chosen.includes(fieldOf(event, name));
  });
}

function fieldOf(event: EventRow, name: string): string {
  switch (name) {
    case "class":
      return event.class;
    case "decode_status":
      return event.decode_status;
    case "source_path":
      return event.source_path;
    case "source":
      return event.source;
    default:
      return event.type;
  }
}

function matchesText(event: EventRow, name: string, text: string): boolean {
  switch (name) {
    case "event_id":
      return event.event_id === text;
    case "seq_from":
      return event.seq !== null && BigInt(event.seq) >= bound(text);
    case "seq_to":
      return event.seq !== null && BigInt(event.seq) <= bound(text);
    case "ordinal_from":
      return BigInt(event.ordinal) >= bound(text);
    case "ordinal_to":
      return BigInt(event.ordinal) <= bound(text);
    default:
      return [event.type, event.event_id ?? "", event.seq ?? "", event.ordinal].some((value) =>
        value.toLowerCase().includes(text.toLowerCase()),
      );
  }
}

/** A bound from the address; the API refuses one that is no number, so nothing is listed either way. */
function bound(text: string): bigint {
  return /^\d{1,19}$/.test(text) ? BigInt(text) : 0n;
}
