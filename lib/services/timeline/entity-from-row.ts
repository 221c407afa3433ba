import { recordRef } from "@/lib/contracts/record-ref";
import type { EntityVersionRow, ProjectionFaultRow } from "@/lib/contracts/timeline";
import { entityVersions, projectionFaults } from "@/lib/domain/model/timeline";
import { wireFromRecord } from "../wire-from-record";

interface EntityKey {
  readonly conv_id: string;
  readonly entity_id: string;
  readonly kind: string;
  readonly origin: string;
}

export function entityRef({ conv_id, entity_id, kind, origin }: EntityKey): string {
  return recordRef("entity", conv_id, entity_id, kind, origin);
}

export function versionFromRow(
  row: EntityKey & Readonly<Record<string, unknown>> & { readonly version: bigint },
): EntityVersionRow {
  const ref = recordRef("entity_version", row.conv_id, row.entity_id, row.kind, row.origin, row.version);
  return { ...wireFromRecord(entityVersions, row), ref };
}

export function faultFromRow(
  row: Readonly<Record<string, unknown>> & { readonly fault_id: string },
): ProjectionFaultRow {
  return { ...wireFromRecord(projectionFaults, row), ref: recordRef("fault", row.fault_id) };
}
