"use client";
import { Kbd } from "@/components/ui/kbd";
import { Tooltip } from "@/components/ui/tooltip";
import { showShellDialog } from "./shell-state";

/** Opens the command palette by mouse, and teaches its key. */
export function PaletteButton() {
  return (
    <Tooltip content="Commands and ids">
      <button
        type="button"
        aria-label="Open the command palette"
        onClick={() => showShellDialog("palette")}
        className="inline-flex h-6 items-center rounded-control"
      >
        <Kbd keys="Mod+K" />
      </button>
    </Tooltip>
  );
}
