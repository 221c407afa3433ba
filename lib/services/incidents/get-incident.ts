import { findFirstOccurrence, listOccurrences } from "@/db/queries/error-rows";
import { findIncidentRow, type IncidentRow } from "@/db/queries/incident-list";
import { listTouchedConversations } from "@/db/queries/incident-occurrences";
import {
  listIncidentDecisions,
  listIncidentGroups,
  listIncidentParts,
  toldOccurrences,
  listRulesOfIncident,
} from "@/db/queries/incident-rules";
import type { ReadStore } from "@/db/store";
import { decodeCursor, encodeCursor } from "@/lib/contracts/cursor";
import type { GetIncidentQuery, IncidentDetail } from "@/lib/contracts/error";
import { recordRef } from "@/lib/contracts/record-ref";
import { ConsoleError } from "@/lib/domain/console-error";
import { incidentIdOf } from "@/lib/domain/failures/incident-grouping";
import { incidentDecisions, incidentRules } from "@/lib/domain/model/error";
import { cursorBinding } from "../cursor-binding";
import { errorDetailsFromRows } from "../failures/error-from-row";
import { positionOf } from "../failures/list-errors";
import type { ServiceContext } from "../service-context";
import { wireFromRecord } from "../wire-from-record";
import { incidentFromRow } from "./list-incidents";

const conversationLimit = 20;
const decisionLimit = 20;
const ruleLimit = 100;
const groupLimit = 20;
const valueLimit = 5;

/**
 * An incident with what was decided, why it is one, and a page of its occurrences, newest first. The id of
 * one that was merged away answers with the incident that it went into. Throws incident-not-found.
 */
export function getIncident(
  { store }: ServiceContext,
  incidentId: string,
  { cursor, limit }: GetIncidentQuery,
): IncidentDetail {
  const incident = requireIncident(store, incidentId);
  const { incident_id } = incident;
  const binding = cursorBinding("occurrences", { incident_id });
  const after = cursor === undefined ? undefined : positionOf(decodeCursor(binding, cursor, 2));
  const rows = listOccurrences(store, incident_id, after, limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    incident: incidentFromRow(store, incident),
    decisions: listIncidentDecisions(store, incident_id, decisionLimit).map((row) =>
      wireFromRecord(incidentDecisions, row),
    ),
    rules: listRulesOfIncident(store, incident_id, ruleLimit).map((row) =>
      wireFromRecord(incidentRules, row),
    ),
    groups: listIncidentGroups(store, incident_id, groupLimit).map((group) => ({
      ...group,
      incident_id: incidentIdOf(group.fingerprint),
    })),
    parts: listIncidentParts(store, incident_id, valueLimit).map(({ part, values }) => ({
      part,
      values: [...values],
    })),
    told_from: Math.min(Number(incident.occurrence_count), toldOccurrences),
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
    first: firstOf(store, incident_id),
    conversations: listTouchedConversations(store, incident_id, conversationLimit),
  };
}

function firstOf(store: ReadStore, incidentId: string): IncidentDetail["first"] {
  const first = findFirstOccurrence(store, incidentId);
  return first === undefined ? null : { conv_id: first.conv_id, ref: recordRef("error", first.error_id) };
}

/** Row of an incident, of the one that it was merged into where it was. Throws incident-not-found. */
export function requireIncident(store: ReadStore, incidentId: string): IncidentRow {
  const passed = new Set<string>();
  for (let id: string | undefined = incidentId; id !== undefined && !passed.has(id);) {
    const incident = findIncidentRow(store, id);
    if (incident !== undefined) return incident;
    passed.add(id);
    const here: string = id;
    id = listRulesOfIncident(store, here, ruleLimit).find(
      ({ kind, from_incident_id }) => kind === "merge" && from_incident_id === here,
    )?.to_incident_id;
  }
  throw new ConsoleError("incident-not-found", `There is no incident ${incidentId}.`);
}
