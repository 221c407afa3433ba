import type { EntityRow, TimelinePage } from "@/lib/contracts/timeline";

/** What stored and recomputed state say about an entity together. */
export type EntityMark = "not in store" | "stale" | "drift" | "stored only" | "match" | "unchecked";

export interface EntityLine {
  readonly entity: EntityRow;
  readonly mark: EntityMark;
}

/** States that an entity leaves by itself; stored like this after the events finished it, it is stale. */
const passing = new Set(["streaming", "running", "pending", "requested"]);

/**
 * One line per entity, in order of creation: as the runtime stored it where it did, else as the events give
 * it. Without any stored timeline there is nothing to compare with, and nothing is said to be missing.
 */
export function entityLines(pages: readonly Pick<TimelinePage, "items" | "counts">[]): readonly EntityLine[] {
  const hasStore = (pages[0]?.counts.stored ?? 0) > 0;
  const hasFrames = (pages[0]?.counts.projected ?? 0) > 0;
  return pages
    .flatMap((page) => page.items)
    .filter((entity) => entity.origin === "stored" || entity.agreement === "only_projected" || !hasStore)
    .map((entity) => ({ entity, mark: hasStore && hasFrames ? markOf(entity) : ("unchecked" as const) }));
}

function markOf({ agreement, status }: EntityRow): EntityMark {
  switch (agreement) {
    case "match":
      return "match";
    case "only_projected":
      return "not in store";
    case "only_stored":
      return "stored only";
    case "drift":
      return status !== null && passing.has(status) ? "stale" : "drift";
  }
}
