"use client";
import { createContext, useContext } from "react";
import type { ConversationDetail } from "@/lib/contracts/conversation";
import type { InspectorView } from "@/lib/client/inspector-params";

/**
 * How a selection came about. `move`: the cursor walked within one list, which is not worth an entry in the
 * browser's history. `pick`: something was chosen. `jump`: a correlation was followed, and the way back is kept.
 */
export type SelectionKind = "move" | "pick" | "jump";

export type ViewPatch = { readonly [K in keyof InspectorView]?: InspectorView[K] | null };

/** What every part of the inspector shares: one conversation, one view, one cursor. */
export interface Inspector {
  readonly convId: string;
  readonly detail: ConversationDetail;
  readonly view: InspectorView;
  /** Record under the cursor: the address's, else the one the inspector opens with. Null in an empty conversation. */
  readonly cursor: string | null;
  /** Moves the one cursor. Extra changes of the view go along with it. */
  readonly select: (ref: string, kind: SelectionKind, patch?: ViewPatch) => void;
  /** Changes the view. `push` makes the change a step that Back undoes. */
  readonly change: (patch: ViewPatch, history?: "push" | "replace") => void;
}

export const InspectorContext = createContext<Inspector | undefined>(undefined);

/** The inspector around this component. Throws outside one, which is a mistake in the program. */
export function useInspector(): Inspector {
  const inspector = useContext(InspectorContext);
  if (inspector === undefined) throw new Error("an inspector is missing above this component");
  return inspector;
}
