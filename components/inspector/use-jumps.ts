"use client";
import { useQueryClient } from "@tanstack/react-query";
import { joinedFilterOf, kindGroups, unfiltered, type InspectorView } from "@/lib/client/inspector-params";
import { neighboursOptions, relatedOptions } from "@/lib/client/inspector-list-queries";
import type { JoinedItem } from "@/lib/contracts/joined";
import type { RelatedItem } from "@/lib/contracts/related";
import { parseRecordRef } from "@/lib/contracts/record-ref";
import type { JoinedKind, LinkKind } from "@/lib/contracts/vocabulary";
import type { JumpTarget } from "./details/details-pane";
import { kindNames } from "./kind-icon";
import { say } from "./say";
import type { InspectorState } from "./use-inspector-state";

export interface Jumps {
  readonly to: (target: JumpTarget) => void;
  readonly toNeighbour: (kinds: readonly JoinedKind[], step: 1 | -1, name: string) => void;
}

const certainty: readonly LinkKind[] = ["explicit", "derived", "inferred"];

/** Rules by which two records are one thing, or name each other; all others only share a turn or a time. */
const closeRules = new Set([
  "same id",
  "stated by the same envelope",
  "told first by another path",
  "the same event by another path",
  "id derived from this one",
]);

/** Whether a record is tied to the other one by nothing but the turn in which both happened. */
export function isTurnMate(item: Pick<RelatedItem, "direction" | "rule">): boolean {
  return item.direction === "same" && !closeRules.has(item.rule);
}

/**
 * Of several correlated records of one kind, the one that is meant: named rather than of the same turn, then
 * known best, then the last one that had begun by the time of the cursor.
 */
export function bestLink(
  items: readonly RelatedItem[],
  kind: RelatedItem["kind"],
  atMs: number | null = null,
): RelatedItem | undefined {
  const distance = ({ at_ms }: RelatedItem): number =>
    at_ms === null || atMs === null ? 0 : at_ms <= atMs ? atMs - at_ms : 1e15 + at_ms - atMs;
  return items
    .filter((item) => item.kind === kind)
    .sort(
      (a, b) =>
        Number(isTurnMate(a)) - Number(isTurnMate(b)) ||
        certainty.indexOf(a.how) - certainty.indexOf(b.how) ||
        distance(a) - distance(b),
    )[0];
}

/**
 * The next or previous item beside the cursor. `anchor` is the place of the cursor among the items: the item
 * itself when it is one of them, else the first after it, or, at the end, the last before it.
 */
export function neighbourOf(
  items: readonly JoinedItem[],
  anchor: number | null,
  cursor: { readonly ref: string; readonly at_ms: number | null; readonly ordinal: string | null },
  step: 1 | -1,
): JoinedItem | undefined {
  const at = items[anchor ?? 0];
  if (at === undefined) return undefined;
  if (at.ref === cursor.ref) return items[(anchor ?? 0) + step];
  if (step === -1) return isBefore(at, cursor) ? at : items[(anchor ?? 0) - 1];
  return isBefore(at, cursor) ? items[(anchor ?? 0) + 1] : at;
}

function isBefore(
  item: JoinedItem,
  cursor: { readonly at_ms: number | null; readonly ordinal: string | null },
): boolean {
  if (item.at_ms !== null && cursor.at_ms !== null && item.at_ms !== cursor.at_ms)
    return item.at_ms < cursor.at_ms;
  return item.ordinal !== null && cursor.ordinal !== null && BigInt(item.ordinal) < BigInt(cursor.ordinal);
}

/** Following correlations from the cursor by key. What leads nowhere says so. */
export function useJumps(
  state: InspectorState,
  place: { readonly at_ms: number | null; readonly ordinal: string | null },
): Jumps {
  const client = useQueryClient();
  const { cursor, convId, view, select } = state;
  return {
    to(target) {
      if (cursor === null) return;
      if (target === "raw") {
        select(cursor, "jump", { details: "raw", block: view.block });
        return;
      }
      if (parseRecordRef(cursor)?.kind === target) {
        say(`This is the ${kindNames[target]} itself.`);
        return;
      }
      void client.fetchQuery(relatedOptions(cursor)).then(
        ({ items }) => {
          const link = bestLink(items, target, place.at_ms);
          if (link === undefined) say(`No ${kindNames[target]} is correlated with this record.`);
          else select(link.ref, "jump");
        },
        () => say("The related records could not be read. The Related tab says why."),
      );
    },
    toNeighbour(kinds, step, name) {
      if (cursor === null) return;
      const wide: InspectorView = { ...view, ...unfiltered, show: [], q: "" };
      const filter = { ...joinedFilterOf(wide), kinds };
      void client.fetchQuery(neighboursOptions(convId, filter, cursor)).then(
        ({ items, anchor }) => {
          const next = neighbourOf(items, anchor, { ref: cursor, ...place }, step);
          if (next === undefined) say(`No ${step === 1 ? "later" : "earlier"} ${name}.`);
          else select(next.ref, "jump");
        },
        () => say(`The next ${name} could not be read.`),
      );
    },
  };
}

/** Kinds that count as errors, and as gaps and other findings, for stepping. */
export const errorKinds: readonly JoinedKind[] = kindGroups.errors;
export const findingKinds: readonly JoinedKind[] = kindGroups.findings;
