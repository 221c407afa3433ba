import { findEntities, listEntityFaults, listVersions } from "@/db/queries/timeline";
import type { EntityDetail } from "@/lib/contracts/timeline";
import { ConsoleError } from "@/lib/domain/console-error";
import { entities } from "@/lib/domain/model/timeline";
import { requireConversation } from "../conversations/require-conversation";
import type { ServiceContext } from "../service-context";
import { wireFromRecord } from "../wire-from-record";
import { entityRef, faultFromRow, versionFromRow } from "./entity-from-row";

const shownVersions = 500;

/**
 * An entity with its props, its history and the state that the other origin has of it. `kind` and `origin`
 * choose among rows of one id; without them the stored row comes first. Throws not-found.
 */
export function getEntity(
  { store }: ServiceContext,
  convId: string,
  entityId: string,
  wanted: { kind?: string | undefined; origin?: string | undefined },
): EntityDetail {
  requireConversation(store, convId);
  const rows = findEntities(store, convId, entityId).filter(
    (row) => wanted.kind === undefined || row.kind === wanted.kind,
  );
  const row =
    rows.find((candidate) => candidate.origin === (wanted.origin ?? "stored")) ??
    (wanted.origin === undefined ? rows[0] : undefined);
  if (row === undefined) {
    throw new ConsoleError("not-found", "The conversation has no such entity.", {
      details: { entity_id: entityId },
    });
  }
  const counterpart = rows.find((other) => other.kind === row.kind && other.origin !== row.origin);
  const versions = listVersions(store, row, shownVersions);
  const faults = listEntityFaults(store, convId, entityId);
  const isDrifted = faults.some((fault) => fault.kind === "drift");
  return {
    entity: {
      ...wireFromRecord(entities, row),
      ref: entityRef(row),
      agreement:
        counterpart === undefined
          ? row.origin === "stored"
            ? "only_stored"
            : "only_projected"
          : isDrifted
            ? "drift"
            : "match",
    },
    counterpart:
      counterpart === undefined
        ? null
        : { ...wireFromRecord(entities, counterpart), ref: entityRef(counterpart) },
    versions: versions.map(versionFromRow),
    version_count: versions.length,
    faults: faults.map(faultFromRow),
  };
}
