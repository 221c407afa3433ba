"use client";
import { useState } from "react";

/**
 * Where a hint, menu or popover is put into the document: the open dialog, else the main landmark, since
 * everything on a page should belong to a landmark. Looked up at each opening, because pages replace it.
 */
export function useFloating(open: boolean | undefined, onOpenChange: ((open: boolean) => void) | undefined) {
  const [ownOpen, setOwnOpen] = useState(false);
  const [container, setContainer] = useState<HTMLElement>();
  return {
    open: open ?? ownOpen,
    container: container?.isConnected === true ? container : undefined,
    onOpenChange: (next: boolean) => {
      if (next) setContainer(findContainer());
      setOwnOpen(next);
      onOpenChange?.(next);
    },
  };
}

function findContainer(): HTMLElement | undefined {
  const dialogs = document.querySelectorAll<HTMLElement>(
    "[role=dialog][data-state=open]:not([data-radix-popper-content-wrapper] *)",
  );
  return dialogs[dialogs.length - 1] ?? document.getElementById("main") ?? undefined;
}
