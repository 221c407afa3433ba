import { describe, expect, it } from "vitest";
import { changesOf, errorsIn, rowsOf, snapshot, t0, turn, view } from "@/lib/testing/failure-view";
import type { RecordChange, RecordIn } from "../model";
import { codeOfFault } from "./fault-code";

describe("the stored timeline", () => {
  const entity = (
    entity_id: string,
    origin: "stored" | "projected",
    props: RecordIn<"entities">["props"],
  ): RecordIn<"entities"> => ({
    conv_id: "c",
    entity_id,
    kind: "message",
    origin,
    props,
    status: "x",
    created_at_ms: t0 + 50,
    entity_updated_at_ms: t0 + 60,
  });
  const codesOf = (changes: readonly RecordChange[]) =>
    errorsIn(changes).map(({ error_code, entity_id }) => `${error_code} ${entity_id ?? ""}`);

  it("is accused of what its events finished, what it lost and what differs", () => {
    const changes = changesOf(
      view({
        entities: [
          entity("user-t1", "stored", { role: "user", content: "hi" }),
          entity("stale", "stored", { content: "He", streaming: true }),
          entity("stale", "projected", { content: "Hello", streaming: false }),
          entity("drift", "stored", { content: "Hallo" }),
          entity("drift", "projected", { content: "Hello" }),
          entity("lost", "projected", { content: "Hello" }),
          entity("equal", "stored", { content: "Hello" }),
          entity("equal", "projected", { content: "Hello", streaming: false, metadata: {} }),
        ],
      }),
    );
    expect(codesOf(changes).sort()).toEqual([
      "projection.drift drift",
      "projection.missing_entity lost",
      "projection.stale_entity stale",
    ]);
    const faults = rowsOf(changes, "projection_faults");
    expect(faults).toHaveLength(3);
    expect(faults).toContainEqual(
      expect.objectContaining({
        entity_id: "drift",
        field: "content",
        stored_value: "Hallo",
        recomputed_value: "Hello",
      }),
    );
  });

  it("has a finding behind each failure that names it, whether found here or stated by a source", () => {
    const stated = { conv_id: "c", source: "runtime", entity_kind: "message", count: 1 } as const;
    const given = [
      { ...stated, fault_id: "r1", kind: "version_gap", field: "cursor", entity_id: "behind" },
      { ...stated, fault_id: "r2", kind: "write_after_final", entity_id: "late" },
    ] satisfies RecordIn<"projection_faults">[];
    const of = view({
      entities: [
        entity("stale", "stored", { content: "He", streaming: true }),
        entity("stale", "projected", { content: "Hello", streaming: false }),
        entity("lost", "projected", { content: "Hello" }),
      ],
      projection_faults: given,
    });
    const changes = changesOf(of);
    const found = changes.flatMap((change) => (change.set === "projection_faults" ? [change.row] : []));
    expect(
      [...given, ...found].map((fault) => `${codeOfFault(fault)} ${fault.entity_id ?? ""}`).sort(),
    ).toEqual(codesOf(changes).sort());
    expect(codesOf(changes)).toHaveLength(4);
  });

  it("is accused by the turns alone where no event was recorded", () => {
    const changes = changesOf(
      view({
        turns: [turn("t1", t0, "completed"), turn("t2", t0 + 9_000, "completed")],
        snapshots: [
          snapshot("t1", "final", t0),
          { ...snapshot("t2", "final", t0 + 9_500), ordinal: 92n },
          { ...snapshot("t2", "pre_inference", t0 + 9_010), ordinal: 91n },
        ],
        entities: [
          entity("user-t1", "stored", { role: "user" }),
          entity("answer", "stored", { streaming: true, content: "H" }),
        ],
      }),
    );
    expect(codesOf(changes).sort()).toEqual([
      "projection.missing_entity user-t2",
      "projection.stale_entity answer",
    ]);
    // What is missing has no envelope; what shows that it was there is the first snapshot that holds it.
    const lost = { entity_id: "user-t2", ordinal: 91n };
    expect(errorsIn(changes)).toContainEqual(expect.objectContaining({ ...lost, event_ordinal: 91n }));
    expect(rowsOf(changes, "projection_faults")).toContainEqual(expect.objectContaining(lost));
  });

  it("is not accused when there is none", () => {
    expect(errorsIn(changesOf(view({ entities: [entity("a", "projected", { content: "x" })] })))).toEqual([]);
  });

  it("gives failures of one cause one fingerprint, whatever entity they are about", () => {
    const changes = changesOf(
      view({
        entities: ["a", "b"].flatMap((id) => [
          entity(id, "projected", { role: "user" }),
          entity("z", "stored", {}),
          entity("z", "projected", {}),
        ]),
      }),
    );
    const rows = errorsIn(changes);
    expect(rows).toHaveLength(2);
    expect(new Set(rows.map(({ fingerprint }) => fingerprint)).size).toBe(1);
    expect(new Set(rows.map(({ error_id }) => error_id)).size).toBe(2);
  });
});
