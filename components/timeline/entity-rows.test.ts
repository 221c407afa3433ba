import { describe, expect, it } from "vitest";
import type { EntityRow } from "@/lib/contracts/timeline";
import { entityLines } from "./entity-rows";

/** Only what the lines look at. */
const entity = (
  entity_id: string,
  origin: "stored" | "projected",
  agreement: EntityRow["agreement"],
  status: string | null = null,
) => ({ entity_id, origin, agreement, status }) as EntityRow;
const lines = (items: EntityRow[], stored: number, projected: number) =>
  entityLines([{ items, counts: { stored, projected, only_projected: 0, only_stored: 0 } }]).map((line) => [
    line.entity.entity_id,
    line.entity.origin,
    line.mark,
  ]);

describe("timeline lines", () => {
  it("show what was stored, and what never was", () => {
    const items = [
      entity("m1", "stored", "match"),
      entity("m1", "projected", "match"),
      entity("m2", "projected", "only_projected"),
      entity("m3", "stored", "drift", "streaming"),
      entity("m4", "stored", "drift", "finished"),
      entity("m5", "stored", "only_stored"),
    ];
    expect(lines(items, 4, 3)).toEqual([
      ["m1", "stored", "match"],
      ["m2", "projected", "not in store"],
      ["m3", "stored", "stale"],
      ["m4", "stored", "drift"],
      ["m5", "stored", "stored only"],
    ]);
  });

  it("accuse nobody when there is nothing to compare with", () => {
    expect(lines([entity("m1", "projected", "only_projected")], 0, 1)).toEqual([
      ["m1", "projected", "unchecked"],
    ]);
    expect(lines([entity("m1", "stored", "only_stored")], 1, 0)).toEqual([["m1", "stored", "unchecked"]]);
  });
});
