import {
  createLoader,
  parseAsArrayOf,
  parseAsString,
  parseAsStringLiteral,
  type inferParserType,
} from "nuqs/server";

const values = parseAsArrayOf(parseAsString).withDefault([]);

/** State of the event list in the address. Ranges are closed; `sel` is the record under the cursor. */
export const eventListParams = {
  q: parseAsString.withDefault(""),
  class: values,
  decode_status: values,
  anomaly: values,
  source_path: values,
  source: values,
  type: values,
  event_id: parseAsString,
  seq_from: parseAsString,
  seq_to: parseAsString,
  ordinal_from: parseAsString,
  ordinal_to: parseAsString,
  sel: parseAsString,
  details: parseAsStringLiteral(["fields", "payload"]).withDefault("fields"),
};
export type EventListView = inferParserType<typeof eventListParams>;
export const loadEventListView = createLoader(eventListParams);

/** State of the list of model calls in the address. */
export const modelCallListParams = {
  q: parseAsString.withDefault(""),
  status: values,
  finish: values,
  provider: values,
  model: values,
  turn: parseAsString,
  sel: parseAsString,
  details: parseAsStringLiteral(["fields", "request", "response", "parameters"]).withDefault("fields"),
};
export type ModelCallListView = inferParserType<typeof modelCallListParams>;
export const loadModelCallListView = createLoader(modelCallListParams);

/** State of the list of tool calls in the address. */
export const toolCallListParams = {
  q: parseAsString.withDefault(""),
  status: values,
  executed_by: values,
  tool: values,
  turn: parseAsString,
  sel: parseAsString,
  details: parseAsStringLiteral(["fields", "arguments", "result"]).withDefault("fields"),
};
export type ToolCallListView = inferParserType<typeof toolCallListParams>;
export const loadToolCallListView = createLoader(toolCallListParams);

/** State of the transport list in the address. `status` is that of HTTP, `close_code` that of sockets. */
export const transportListParams = {
  kind: values,
  method: values,
  status: values,
  close_code: values,
  sel: parseAsString,
};
export type TransportListView = inferParserType<typeof transportListParams>;
export const loadTransportListView = createLoader(transportListParams);

/** Filters of a list by the names that address and API share. */
export type RecordFilter = Readonly<Record<string, string | null | readonly string[]>>;

/** Query string of the filters that are set. A comma inside a value is escaped. */
export function recordListQuery(filter: RecordFilter, limit: number, cursor?: string): URLSearchParams {
  const query = new URLSearchParams();
  for (const { name, value } of activeRecordFilters(filter)) {
    const escaped = Array.isArray(filter[name]) ? value.replaceAll(",", "\\,") : value;
    query.set(name, query.has(name) ? `${query.get(name) ?? ""},${escaped}` : escaped);
  }
  query.set("limit", String(limit));
  if (cursor !== undefined) query.set("cursor", cursor);
  return query;
}

/** Filters that are set, as (name, value) pairs in the order of the view. */
export function activeRecordFilters<Filter extends RecordFilter>(
  filter: Filter,
): { name: keyof Filter & string; value: string }[] {
  return Object.entries(filter).flatMap(([name, chosen]) =>
    (chosen === null || chosen === "" ? [] : typeof chosen === "string" ? [chosen] : chosen).map((value) => ({
      name,
      value,
    })),
  );
}

/** The filter of one name without a value. */
export function withoutValue(
  chosen: string | null | readonly string[] | undefined,
  value: string,
): string[] | null {
  return typeof chosen === "object" && chosen !== null ? chosen.filter((entry) => entry !== value) : null;
}
