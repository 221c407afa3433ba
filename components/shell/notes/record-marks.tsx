"use client";
import Pin from "lucide-react/icons/pin";
import StickyNote from "lucide-react/icons/sticky-note";
import { IconButton } from "@/components/ui/icon-button";
import { useRegistry } from "../use-commands";
import { usePin } from "./use-pin";

export interface RecordMarksProps {
  /** Conversation that is open; null in lists. */
  convId: string | null;
  recordRef: string;
}

/**
 * Buttons that pin the record under the cursor and write a note on it, for the head of its details. They run the same
 * commands as the keys, so that there is one place that pins and one that opens the editor.
 */
export function RecordMarks({ convId, recordRef }: RecordMarksProps) {
  const registry = useRegistry();
  const { isPinned } = usePin(convId, recordRef);
  const run = (id: string) =>
    registry
      .commands()
      .find((command) => command.id === id)
      ?.run();
  return (
    <div role="group" aria-label="Pin and note" className="-my-0.5 flex shrink-0 gap-0.5">
      <IconButton
        label="Pin"
        keys="P"
        pressed={isPinned}
        icon={
          <Pin
            width={14}
            height={14}
            fill={isPinned ? "currentColor" : "none"}
            className={isPinned ? "text-accent" : undefined}
          />
        }
        onClick={() => run("notes.pin")}
      />
      <IconButton
        label="Write a note"
        keys="N"
        icon={<StickyNote width={14} height={14} />}
        onClick={() => run("notes.add")}
      />
    </div>
  );
}
