"use client";
import { useRouter } from "next/navigation";
import { useCommands } from "@/components/shell/use-commands";
import { copyText } from "@/lib/client/clipboard";
import { centreTabs, nextDensity, printInspectorView, unfiltered } from "@/lib/client/inspector-params";
import { compareHref } from "@/lib/contracts/compare-side";
import { parseRecordRef } from "@/lib/contracts/record-ref";
import { densityWords } from "./density-words";
import { say } from "./say";
import type { InspectorState } from "./use-inspector-state";
import { errorKinds, findingKinds, type Jumps } from "./use-jumps";

export interface InspectorCommands {
  readonly convId: string;
  /** Turns of the conversation that are loaded, in order. */
  readonly turns: readonly { readonly turn_id: string }[];
  readonly state: InspectorState;
  readonly jumps: Jumps;
  readonly place: { readonly turn_id: string | null; readonly subject: string | null };
}

const tabTitles = {
  joined: "Joined",
  timeline: "Timeline",
  turns: "Turns",
  events: "Events",
  calls: "Calls",
  errors: "Errors",
} as const;

/** Everything the inspector does by key, also for the palette and the shortcut sheet. */
export function useInspectorCommands({ convId, turns, state, jumps, place }: InspectorCommands): void {
  const { cursor, view, change } = state;
  const router = useRouter();
  const copy = (text: string, what: string) =>
    void copyText(text).then((worked) => say(worked ? `${what} copied` : "Copying was refused"));
  const compareWithBefore = (): void => {
    const at = turns.findIndex(({ turn_id }) => turn_id === place.turn_id);
    const [before, here] = [turns[at - 1], turns[at]];
    if (here === undefined) say("The record belongs to no known turn.");
    else if (before === undefined) say("There is no turn before this one.");
    else
      router.push(
        compareHref({ conv_id: convId, turn_id: before.turn_id }, { conv_id: convId, turn_id: here.turn_id }),
      );
  };
  useCommands("inspector", [
    ...centreTabs.map((tab, at) => ({
      id: `inspector.tab-${tab}`,
      label: `Show ${tabTitles[tab].toLowerCase()}`,
      group: "Inspector",
      keys: [String(at + 1)],
      run: () => change({ tab }, "push"),
    })),
    { id: "inspector.raw", label: "Raw envelope", group: "Follow", keys: ["R"], run: () => jumps.to("raw") },
    { id: "inspector.turn", label: "Turn", group: "Follow", keys: ["T"], run: () => jumps.to("turn") },
    {
      id: "inspector.model",
      label: "Model call",
      group: "Follow",
      keys: ["M"],
      run: () => jumps.to("model_call"),
    },
    {
      id: "inspector.tool",
      label: "Tool call",
      group: "Follow",
      keys: ["O"],
      run: () => jumps.to("tool_call"),
    },
    {
      id: "inspector.related",
      label: "Everything related",
      group: "Follow",
      keys: ["Shift+R"],
      run: () => change({ details: "related" }, "push"),
    },
    {
      id: "inspector.next-error",
      label: "Next error",
      group: "Follow",
      keys: ["E"],
      run: () => jumps.toNeighbour(errorKinds, 1, "error"),
    },
    {
      id: "inspector.previous-error",
      label: "Previous error",
      group: "Follow",
      keys: ["Shift+E"],
      run: () => jumps.toNeighbour(errorKinds, -1, "error"),
    },
    {
      id: "inspector.next-finding",
      label: "Next gap or other finding",
      group: "Follow",
      keys: ["G"],
      run: () => jumps.toNeighbour(findingKinds, 1, "finding"),
    },
    {
      id: "inspector.previous-finding",
      label: "Previous finding",
      group: "Follow",
      keys: ["Shift+G"],
      run: () => jumps.toNeighbour(findingKinds, -1, "finding"),
    },
    {
      id: "inspector.back",
      label: "Back to where you came from",
      group: "Follow",
      keys: ["B"],
      run: () => {
        if (!state.back()) say("There is no jump to go back from.");
      },
    },
    {
      id: "inspector.density",
      label: `Rows of the joined list: ${densityWords[nextDensity(view.density)].does}`,
      group: "Inspector",
      keys: ["V"],
      run: () => change({ density: nextDensity(view.density) }, "push"),
    },
    {
      id: "inspector.only-turn",
      label: "Show only this turn",
      group: "Inspector",
      run: () =>
        place.turn_id === null
          ? say("The record belongs to no known turn.")
          : change({ turn: place.turn_id }, "push"),
    },
    {
      id: "inspector.only-subject",
      label: "Show only records about this message, entity or call",
      group: "Inspector",
      run: () =>
        place.subject === null
          ? say("The record is about nothing that others share.")
          : change({ subject: place.subject }, "push"),
    },
    {
      id: "inspector.compare-turn",
      label: "Compare this turn with the one before",
      group: "Compare",
      keys: ["="],
      run: compareWithBefore,
    },
    {
      id: "inspector.compare",
      label: "Compare this conversation with another",
      group: "Compare",
      run: () => router.push(compareHref({ conv_id: convId })),
    },
    {
      id: "inspector.compare-turn-other",
      label: "Compare this turn with another conversation",
      group: "Compare",
      run: () =>
        place.turn_id === null
          ? say("The record belongs to no known turn.")
          : router.push(compareHref({ conv_id: convId, turn_id: place.turn_id })),
    },
    {
      id: "inspector.clear",
      label: "Clear all filters",
      group: "Inspector",
      run: () => change(unfiltered, "push"),
    },
    {
      id: "inspector.escape",
      label: "One step back",
      group: "Inspector",
      keys: ["Escape"],
      hidden: true,
      run: () => stepBack(state),
    },
    {
      id: "inspector.copy-id",
      label: "Copy the id of the record",
      group: "Copy",
      keys: ["C"],
      run: () => {
        if (cursor !== null) copy(idOf(cursor), "Id");
      },
    },
    {
      id: "inspector.copy-link",
      label: "Copy a link to this view",
      group: "Copy",
      keys: ["Shift+C"],
      run: () =>
        copy(`${location.origin}${location.pathname}${printInspectorView({ ...view, sel: cursor })}`, "Link"),
    },
  ]);
}

/** Escape: from a side pane to the list, then off with the narrowest filter. */
function stepBack({ view, change }: InspectorState): void {
  const grid = document.querySelector<HTMLElement>("#main [role=tabpanel] [role=grid]");
  if (grid !== null && document.activeElement !== document.body && !grid.contains(document.activeElement))
    grid.focus();
  else if (view.from !== null || view.to !== null) change({ from: null, to: null }, "push");
  else if (view.q !== "") change({ q: "" }, "push");
  else if (view.subject !== null) change({ subject: null }, "push");
  else if (view.turn !== null) change({ turn: null }, "push");
}

/** The id by which people speak of a record: the last part that is one, without the conversation's. */
function idOf(ref: string): string {
  const parsed = parseRecordRef(ref);
  return parsed?.parts[parsed.parts.length > 1 ? 1 : 0] ?? ref;
}
