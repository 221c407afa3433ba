"use client";
import { useQueryStates } from "nuqs";
import { useCallback, useMemo, useRef } from "react";
import type { ConversationDetail } from "@/lib/contracts/conversation";
import { inspectorParams, type InspectorView } from "@/lib/client/inspector-params";
import type { Inspector, SelectionKind, ViewPatch } from "./inspector-context";

export interface InspectorState extends Inspector {
  /** Goes back to where the last jump came from. False when there was none. */
  readonly back: () => boolean;
}

interface Step {
  readonly sel: string | null;
  readonly block: string | null;
  readonly details: InspectorView["details"];
  readonly tab: InspectorView["tab"];
}

/** Steps remembered for the way back. */
const trailLength = 50;

/** The state of the inspector: what the address says, and the trail of jumps. */
export function useInspectorState(
  convId: string,
  detail: ConversationDetail,
  opening: string | null,
): InspectorState {
  const [view, setView] = useQueryStates(inspectorParams, {
    history: "replace",
    shallow: true,
    scroll: false,
  });
  const cursor = view.sel ?? opening;
  // Primitives only: the trail must not keep records alive.
  const trail = useRef<Step[]>([]);
  const change = useCallback(
    (patch: ViewPatch, history: "push" | "replace" = "replace") => void setView(patch, { history }),
    [setView],
  );
  const { block, details, tab } = view;
  const select = useCallback(
    (ref: string, kind: SelectionKind, patch: ViewPatch = {}) => {
      if (kind === "jump")
        trail.current = [...trail.current, { sel: cursor, block, details, tab }].slice(-trailLength);
      void setView({ sel: ref, block: null, ...patch }, { history: kind === "move" ? "replace" : "push" });
    },
    [setView, cursor, block, details, tab],
  );
  const back = useCallback(() => {
    const step = trail.current.at(-1);
    if (step === undefined) return false;
    trail.current = trail.current.slice(0, -1);
    void setView(step, { history: "push" });
    return true;
  }, [setView]);
  return useMemo(
    () => ({ convId, detail, view, cursor, select, change, back }),
    [convId, detail, view, cursor, select, change, back],
  );
}
