import { createLoader, parseAsString, parseAsStringLiteral, type inferParserType } from "nuqs/server";
import { conversationSorts, incidentSorts } from "@/lib/contracts/vocabulary";

/** Both directions of every sort, as the address writes them: `-events` is most events first. */
function directions<const S extends string>(sorts: readonly S[]): (S | `-${S}`)[] {
  return sorts.flatMap((sort): (S | `-${S}`)[] => [sort, `-${sort}`]);
}

/** What every list has in its address: the query, and the row under the cursor. */
const common = { q: parseAsString.withDefault(""), sel: parseAsString };

export const conversationListParams = {
  ...common,
  sort: parseAsStringLiteral(directions(conversationSorts)).withDefault("-last_activity"),
};
export const loadConversationListView = createLoader(conversationListParams);

export const incidentListParams = {
  ...common,
  sort: parseAsStringLiteral(directions(incidentSorts)).withDefault("-last_seen"),
};
export const loadIncidentListView = createLoader(incidentListParams);

/** `details` is the open tab of the details. */
export const eventListParams = {
  ...common,
  details: parseAsStringLiteral(["fields", "payload"]).withDefault("fields"),
};
export type EventListView = inferParserType<typeof eventListParams>;

export const modelCallListParams = {
  ...common,
  details: parseAsStringLiteral(["fields", "request", "response", "parameters"]).withDefault("fields"),
};
export type ModelCallListView = inferParserType<typeof modelCallListParams>;

export const toolCallListParams = {
  ...common,
  details: parseAsStringLiteral(["fields", "arguments", "result"]).withDefault("fields"),
};
export type ToolCallListView = inferParserType<typeof toolCallListParams>;

export const transportListParams = common;

/** Reads the query of a list that always has the newest first. */
export const loadListView = createLoader(common);
