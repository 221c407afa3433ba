"use client";
import { useState } from "react";

/**
 * Where a menu is put into the document: the open dialog, else the main landmark, since everything on a page
 * should belong to a landmark. Looked up at each opening, because pages replace it.
 */
export function useFloating(initiallyOpen: boolean) {
  const [open, setOpen] = useState(initiallyOpen);
  const [container, setContainer] = useState(() => (initiallyOpen ? findContainer() : undefined));
  return {
    open,
    container: container?.isConnected === true ? container : undefined,
    onOpenChange: (next: boolean) => {
      if (next) setContainer(findContainer());
      setOpen(next);
    },
  };
}

function findContainer(): HTMLElement | undefined {
  const dialogs = document.querySelectorAll<HTMLElement>(
    "[role=dialog][data-state=open]:not([data-radix-popper-content-wrapper] *)",
  );
  return dialogs[dialogs.length - 1] ?? document.getElementById("main") ?? undefined;
}
