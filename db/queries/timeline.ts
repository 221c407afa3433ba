import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { ReadStore } from "../store";
import { entities, entitiesById, entityVersionsById, projectionFaults, projectors } from "../schema";
import { storedTwin } from "./stored-twin";
import { entityColumns } from "./light-columns";
import { countTold } from "../records/entity-rows";

export interface EntityPosition {
  readonly created_at_ms: number;
  readonly entity_id: string;
  readonly kind: string;
  readonly origin: string;
}

/** Entities without a time come first. */
const created = sql<number>`coalesce(${entities.created_at_ms}, -1)`;

/**
 * Entities in order of creation, without props. `all` gives both origins of an entity only where they are
 * two; the projected twin of a stored entity is left out.
 */
export function listEntityRows(
  { drizzle }: ReadStore,
  convId: string,
  origin: "stored" | "projected" | "all",
  kinds: readonly (readonly string[])[],
  after: EntityPosition | undefined,
  limit: number,
) {
  return drizzle
    .select(entityColumns)
    .from(entities)
    .where(
      and(
        eq(entities.conv_id, convId),
        origin === "all"
          ? sql`(${entities.origin} = 'stored' OR NOT EXISTS (${sql.raw(storedTwin("entities.entity_key", "entity_rows"))}))`
          : eq(entities.origin, origin),
        ...kinds.map((values) => inArray(entities.kind, [...values])),
        after &&
          sql`(${created}, ${entities.entity_id}, ${entities.kind}, ${entities.origin}) > (${after.created_at_ms}, ${after.entity_id}, ${after.kind}, ${after.origin})`,
      ),
    )
    .orderBy(asc(created), asc(entities.entity_id), asc(entities.kind), asc(entities.origin))
    .limit(limit)
    .all();
}
export type EntityListRow = ReturnType<typeof listEntityRows>[number];

/** Both origins of some entities with the count of their version rows and of drift findings. */
export function listAgreementFacts({ sqlite }: ReadStore, convId: string, entityIds: readonly string[]) {
  if (entityIds.length === 0) return [];
  const marks = entityIds.map(() => "?").join(", ");
  return sqlite
    .prepare(
      `SELECT e.entity_id, e.kind, e.origin,
         (SELECT count(*) FROM entity_versions_by_id v WHERE v.conv_id = e.conv_id AND v.entity_id = e.entity_id AND v.kind = e.kind AND v.origin = e.origin) AS versions
       FROM entities_by_id e WHERE e.conv_id = ? AND e.entity_id IN (${marks})`,
    )
    .all(convId, ...entityIds)
    .map(agreementFact);
}

interface AgreementFact {
  readonly entity_id: string;
  readonly kind: string;
  readonly origin: "stored" | "projected";
  readonly versions: bigint;
}

/** Ids of entities about which the projection check found something. */
export function listDriftedEntities({ drizzle }: ReadStore, convId: string): Set<string> {
  const rows = drizzle
    .select({ entity_id: projectionFaults.entity_id })
    .from(projectionFaults)
    .where(and(eq(projectionFaults.conv_id, convId), eq(projectionFaults.kind, "drift")))
    .limit(5000)
    .all();
  return new Set(rows.flatMap(({ entity_id }) => entity_id ?? []));
}

/** How many entities exist by origin, and how many only on one side. */
export function countEntities(
  { sqlite }: ReadStore,
  convId: string,
): Readonly<Record<"stored" | "projected" | "only_projected" | "only_stored", number>> {
  const missing = (origin: string, other: string): string =>
    `(SELECT count(*) FROM entities e WHERE e.conv_id = @id AND e.origin = '${origin}' AND NOT EXISTS (SELECT 1 FROM entities o
       WHERE o.conv_id = e.conv_id AND o.entity_id = e.entity_id AND o.kind = e.kind AND o.origin = '${other}'))`;
  const row = sqlite
    .prepare(
      `SELECT ${countTold("stored", "@id")},
         ${countTold("projected", "@id")},
         ${missing("projected", "stored")}, ${missing("stored", "projected")}`,
    )
    .raw()
    .get({ id: convId });
  const [stored = 0, projected = 0, only_projected = 0, only_stored = 0] = Array.isArray(row)
    ? row.map(Number)
    : [];
  return { stored, projected, only_projected, only_stored };
}

export function listProjectors({ drizzle }: ReadStore, convId: string) {
  return drizzle.select().from(projectors).where(eq(projectors.conv_id, convId)).limit(100).all();
}

/** Every row of one entity id, with props: both origins, every kind. */
export function findEntities({ drizzle }: ReadStore, convId: string, entityId: string) {
  return drizzle
    .select()
    .from(entitiesById)
    .where(and(eq(entitiesById.conv_id, convId), eq(entitiesById.entity_id, entityId)))
    .all();
}

/** History of one entity as one origin has it, oldest first. */
export function listVersions(
  { drizzle }: ReadStore,
  {
    conv_id,
    entity_id,
    kind,
    origin,
  }: {
    readonly conv_id: string;
    readonly entity_id: string;
    readonly kind: string;
    readonly origin: "stored" | "projected";
  },
  limit: number,
) {
  return drizzle
    .select()
    .from(entityVersionsById)
    .where(
      and(
        eq(entityVersionsById.conv_id, conv_id),
        eq(entityVersionsById.entity_id, entity_id),
        eq(entityVersionsById.kind, kind),
        eq(entityVersionsById.origin, origin),
      ),
    )
    .orderBy(asc(entityVersionsById.version))
    .limit(limit)
    .all();
}

/** Findings about one entity. */
export function listEntityFaults({ drizzle }: ReadStore, convId: string, entityId: string) {
  return drizzle
    .select()
    .from(projectionFaults)
    .where(and(eq(projectionFaults.conv_id, convId), eq(projectionFaults.entity_id, entityId)))
    .limit(100)
    .all();
}

/** Row of the statement above, whose columns it names. */
function agreementFact(row: unknown): AgreementFact {
  return row as AgreementFact;
}
