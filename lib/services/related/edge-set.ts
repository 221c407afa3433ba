import type { RelatedItem } from "@/lib/contracts/related";
import { linkKinds, type LinkKind } from "@/lib/contracts/vocabulary";

/** A link from the record that is asked about to another one. */
export interface Edge {
  readonly direction: RelatedItem["direction"];
  readonly how: LinkKind;
  readonly rule: string;
}

/** Links of one record; when one is found in several ways, the surest stays. */
export class EdgeSet {
  readonly #edges = new Map<string, Edge>();

  constructor(private readonly own: string) {}

  add(ref: string, direction: Edge["direction"], how: LinkKind, rule: string): void {
    if (ref === this.own) return;
    const known = this.#edges.get(ref);
    if (known === undefined || linkKinds.indexOf(how) < linkKinds.indexOf(known.how))
      this.#edges.set(ref, { direction, how, rule });
  }

  get edges(): ReadonlyMap<string, Edge> {
    return this.#edges;
  }
}
