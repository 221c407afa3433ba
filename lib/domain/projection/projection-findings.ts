import type { RecordChange, RecordIn } from "../model";
import { timeOf, type FoldEvent } from "./fold-event";

type Fault = RecordIn<"projection_faults">;

/** A finding of the fold: what is wrong with one entity at one event. */
export interface Finding {
  readonly kind: "lost_delta" | "write_after_final";
  readonly entity_id: string;
  readonly entity_kind: string;
  readonly event: FoldEvent;
  readonly previous_ordinal?: bigint | undefined;
  /** Envelope after the place, when it is not the event itself. */
  readonly next_ordinal?: bigint | undefined;
  readonly detail: string;
  readonly turn_id?: string | undefined;
}

/** Name under which findings of the fold are stored: they are told from those that a source states. */
export const findingSource = "projection";

/**
 * Findings about entities as the fold meets them. The first of a kind per entity is a row; later ones are
 * counted in it, so that a broken stream of thousands of frames is one finding.
 */
export class ProjectionFindings {
  readonly #rows = new Map<string, Fault & { count: number }>();
  readonly #dirty = new Set<string>();

  constructor(private readonly conv_id: string) {}

  note(finding: Finding): void {
    const fault_id = `${finding.kind}|${this.conv_id}|${finding.entity_kind}|${finding.entity_id}`;
    const { event } = finding;
    const known = this.#rows.get(fault_id);
    if (known !== undefined) known.count += 1;
    else {
      this.#rows.set(fault_id, {
        fault_id,
        conv_id: this.conv_id,
        kind: finding.kind,
        entity_id: finding.entity_id,
        entity_kind: finding.entity_kind,
        count: 1,
        detail: finding.detail,
        previous_ordinal: finding.previous_ordinal,
        next_ordinal: finding.next_ordinal ?? event.ordinal,
        ordinal: event.ordinal,
        seq: event.seq,
        occurred_at_ms: timeOf(event),
        session_id: event.session_id,
        turn_id: event.turn_id ?? finding.turn_id,
        run_id: event.run_id,
        source: findingSource,
      });
    }
    this.#dirty.add(fault_id);
  }

  drain(): RecordChange[] {
    const changes: RecordChange[] = [];
    for (const id of this.#dirty) {
      const row = this.#rows.get(id);
      if (row !== undefined) changes.push({ set: "projection_faults", row: { ...row } });
    }
    this.#dirty.clear();
    return changes;
  }
}
