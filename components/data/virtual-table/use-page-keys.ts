"use client";
import { useCommands } from "@/components/shell/use-commands";

const none: readonly never[] = [];

/**
 * Lets the main list of a page answer row keys while nothing has the focus, so that J works right after
 * loading. The keys appear in the shortcut sheet once, under the widget itself, not here.
 */
export function usePageKeys(active: boolean, onKey: (key: string) => void): void {
  useCommands(
    "page-list",
    active
      ? [
          {
            id: "list.next",
            label: "Next row",
            group: "Rows",
            keys: ["J", "ArrowDown"],
            hidden: true,
            ofWidget: true,
            run: () => onKey("j"),
          },
          {
            id: "list.previous",
            label: "Previous row",
            group: "Rows",
            keys: ["K", "ArrowUp"],
            hidden: true,
            ofWidget: true,
            run: () => onKey("k"),
          },
        ]
      : none,
  );
}
