import {
  countParts,
  findOrdinalRange,
  listFacetsOf,
  listFaultsOf,
  listSessions,
  listSources,
  medianFirstToken,
} from "@/db/queries/conversation-detail";
import { sortValueOf } from "@/db/queries/conversation-list";
import { findConvKey } from "@/db/queries/dictionary-keys";
import { listNewestErrors } from "@/db/queries/error-rows";
import { listAnomaliesOf } from "@/db/queries/event-context";
import type { ConversationDetail } from "@/lib/contracts/conversation";
import { groupBy } from "@/lib/domain/group-by";
import { conversations, conversationSessions, conversationSources } from "@/lib/domain/model/conversation";
import { anomalyFromRow } from "../events/event-from-row";
import { errorFromRow } from "../failures/error-from-row";
import type { ServiceContext } from "../service-context";
import { faultFromRow } from "../timeline/entity-from-row";
import { wireFromRecord } from "../wire-from-record";
import { requireConversation } from "./require-conversation";

/** How many findings and failures the header of a conversation shows; their pages have the rest. */
const shownFindings = 50;
const shownErrors = 10;

/** Everything about one conversation that is not a list of its own. Throws conversation-not-found. */
export function getConversation({ store }: ServiceContext, convId: string): ConversationDetail {
  const row = requireConversation(store, convId);
  const convKey = findConvKey(store, convId);
  const range = convKey === undefined ? undefined : findOrdinalRange(store, convKey);
  const parts = countParts(store, convId);
  const part = (name: string): number => parts[name] ?? 0;
  const facets = groupBy(listFacetsOf(store, convId), (facet) => facet.facet);
  return {
    conversation: { ...wireFromRecord(conversations, row), duration_ms: sortValueOf(row, "duration") },
    parts: {
      events: row.event_count ?? 0,
      entities_stored: part("entities_stored"),
      entities_projected: part("entities_projected"),
      turns: part("turns"),
      snapshots: part("snapshots"),
      model_calls: part("model_calls"),
      tool_calls: part("tool_calls"),
      middleware: part("middleware"),
      transport: part("transport"),
      errors: part("errors"),
      anomalies: part("anomalies"),
      faults: part("faults"),
      panics: part("panics"),
    },
    sessions: listSessions(store, convId).map((session) => wireFromRecord(conversationSessions, session)),
    sources: listSources(store, convId).map((source) => wireFromRecord(conversationSources, source)),
    facets: Object.fromEntries(
      [...facets].map(([name, values]) => [name, values.map(({ value, count }) => ({ value, count }))]),
    ),
    anomalies: listAnomaliesOf(store, convId, shownFindings).map(anomalyFromRow),
    faults: listFaultsOf(store, convId, shownFindings).map(faultFromRow),
    last_errors: listNewestErrors(store, convId, shownErrors).map(errorFromRow),
    first_token_p50_ms: medianFirstToken(store, convId) ?? null,
    first_ordinal: range === undefined ? null : String(range.first),
    last_ordinal: range === undefined ? null : String(range.last),
  };
}
