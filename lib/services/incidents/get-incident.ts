import { listOccurrences } from "@/db/queries/error-rows";
import { findIncidentRow } from "@/db/queries/incident-list";
import { listTouchedConversations } from "@/db/queries/incident-occurrences";
import { decodeCursor, encodeCursor } from "@/lib/contracts/cursor";
import type { GetIncidentQuery, IncidentDetail } from "@/lib/contracts/error";
import { ConsoleError } from "@/lib/domain/console-error";
import { cursorBinding } from "../cursor-binding";
import { errorDetailsFromRows } from "../failures/error-from-row";
import { positionOf } from "../failures/list-errors";
import type { ServiceContext } from "../service-context";
import { incidentFromRow } from "./list-incidents";

const conversationLimit = 20;

/** An incident with a page of its occurrences, newest first. Throws incident-not-found. */
export function getIncident(
  { store }: ServiceContext,
  incidentId: string,
  { cursor, limit }: GetIncidentQuery,
): IncidentDetail {
  const incident = findIncidentRow(store, incidentId);
  if (incident === undefined)
    throw new ConsoleError("incident-not-found", `There is no incident ${incidentId}.`);
  const { fingerprint } = incident;
  const binding = cursorBinding("occurrences", { fingerprint });
  const after = cursor === undefined ? undefined : positionOf(decodeCursor(binding, cursor, 2));
  const rows = listOccurrences(store, fingerprint, after, limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    incident: incidentFromRow(store, incident),
    occurrences: {
      items: errorDetailsFromRows(store, page).map((detail, i) => ({
        ...detail,
        conversation_title: page[i]?.conversation_title ?? null,
      })),
      next_cursor:
        rows.length > limit && last !== undefined
          ? encodeCursor(binding, [last.occurred_at_ms, last.error_id])
          : null,
    },
    conversations: listTouchedConversations(store, fingerprint, conversationLimit),
  };
}
