import { findIncidentRow } from "@/db/queries/incident-list";
import { listCauses, listOccurrences, listTouchedConversations } from "@/db/queries/incident-occurrences";
import { decodeCursor, encodeCursor } from "@/lib/contracts/cursor";
import type { GetIncidentQuery, IncidentDetail } from "@/lib/contracts/error";
import { recordRef } from "@/lib/contracts/record-ref";
import { ConsoleError } from "@/lib/domain/console-error";
import { errorCauses, errors } from "@/lib/domain/model/error";
import { cursorBinding } from "../cursor-binding";
import type { ServiceContext } from "../service-context";
import { wireFromRecord } from "../wire-from-record";
import { incidentFromRow } from "./list-incidents";

const conversationLimit = 20;

/** An incident with a page of its occurrences, newest first. Throws incident-not-found. */
export function getIncident({ store }: ServiceContext, incidentId: string, { cursor, limit }: GetIncidentQuery): IncidentDetail {
  const incident = findIncidentRow(store, incidentId);
  if (incident === undefined) throw new ConsoleError("incident-not-found", `There is no incident ${incidentId}.`);
  const { fingerprint } = incident;
  const binding = cursorBinding("occurrences", { fingerprint });
  const [at, errorId] = cursor === undefined ? [] : decodeCursor(binding, cursor, 2);
  const rows = listOccurrences(store, {
    fingerprint,
    after: cursor === undefined ? undefined : { at_ms: Number(at), error_id: String(errorId) },
    limit: limit + 1,
  });
  const page = rows.slice(0, limit);
  const causes = listCauses(store, page.map(({ error }) => error.error_id));
  const last = page.at(-1)?.error;
  return {
    incident: incidentFromRow(store, incident),
    occurrences: {
      items: page.map(({ error, title }) => ({
        ...wireFromRecord(errors, error),
        incident_id: incidentId,
        ref: recordRef("error", error.error_id),
        causes: causes.filter(({ error_id }) => error_id === error.error_id).map((cause) => wireFromRecord(errorCauses, cause)),
        conversation_title: title,
      })),
      next_cursor: rows.length > limit && last !== undefined ? encodeCursor(binding, [last.occurred_at_ms ?? 0, last.error_id]) : null,
    },
    conversations: listTouchedConversations(store, fingerprint, conversationLimit),
  };
}
