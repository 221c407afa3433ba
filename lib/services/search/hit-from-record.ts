import type { SearchHit } from "@/lib/contracts/search";
import type { Described } from "../records/described";
import { recordUrl } from "./record-url";

/** A record as a search result; `matched` is the field that was found. */
export function hitFromRecord(record: Described, matched: string): SearchHit {
  const { ref, kind, title, summary, conv_id, at_ms } = record;
  return { ref, kind, title, summary, conv_id, at_ms, matched, snippet: null, url: recordUrl(record) };
}
