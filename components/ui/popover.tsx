"use client";
import * as RadixPopover from "radix-ui/popover";
import type { ReactElement, ReactNode } from "react";
import { useFloating } from "./floating-container";

export interface PopoverProps {
  trigger: ReactElement;
  /** Accessible name of the popover. */
  label: string;
  children: ReactNode;
  align?: "start" | "center" | "end";
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}

/** A small floating panel with interactive content. */
export function Popover({ trigger, label, children, align = "start", open, onOpenChange }: PopoverProps) {
  const floating = useFloating(open, onOpenChange);
  return (
    <RadixPopover.Root open={floating.open} onOpenChange={floating.onOpenChange}>
      <RadixPopover.Trigger asChild>{trigger}</RadixPopover.Trigger>
      <RadixPopover.Portal container={floating.container}>
        <RadixPopover.Content
          align={align}
          sideOffset={4}
          aria-label={label}
          className="z-popover max-w-[calc(100vw-1rem)] min-w-48 rounded-float border bg-panel p-3 shadow-float"
        >
          {children}
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  );
}
