import { toggleValue } from "@/lib/domain/query/edit-query";
import type { FieldName, ListName } from "@/lib/domain/query/query-fields";

/** Addresses of the lists, each narrowed by a query and the range on show. */
export interface ListLinks {
  conversations(query: string): string;
  incidents(query: string): string;
  events(query: string): string;
  modelCalls(query: string): string;
  toolCalls(query: string): string;
}

/**
 * Links into the lists for a range as the query language writes it; undefined is all time. What lasts is asked whether
 * it was there during the range, what happens at one time whether it happened in it.
 */
export function listLinks(range: string | undefined): ListLinks {
  const link = (page: string, field: "time" | "during") => (query: string) => {
    const q = [query, ...(range === undefined ? [] : [`${field}:${range}`])].filter((term) => term !== "");
    return q.length === 0 ? page : `${page}?${new URLSearchParams({ q: q.join(" ") }).toString()}`;
  };
  return {
    conversations: link("/conversations", "during"),
    incidents: link("/incidents", "during"),
    events: link("/events", "time"),
    modelCalls: link("/model-calls", "time"),
    toolCalls: link("/tool-calls", "time"),
  };
}

/** `field:value` as the query language writes it, quoted where it must be; nothing for a value that is not known. */
export function term(list: ListName, field: FieldName, value: string): string {
  return value === "" ? "" : toggleValue("", list, field, value, "included");
}
