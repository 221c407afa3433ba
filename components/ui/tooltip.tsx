"use client";
import * as RadixTooltip from "radix-ui/tooltip";
import type { ReactElement, ReactNode } from "react";
import { useFloating } from "./floating-container";
import { Kbd } from "./kbd";

export interface TooltipProps {
  /** What the control does, in a few words. */
  content: ReactNode;
  /** Shortcut shown beside the text. */
  keys?: string;
  side?: "top" | "right" | "bottom" | "left";
  /** One focusable element. */
  children: ReactElement;
}

/** Names a control on hover and focus. It repeats what the accessible name says, never more. */
export function Tooltip({ content, keys, side = "bottom", children }: TooltipProps) {
  const floating = useFloating(undefined, undefined);
  return (
    <RadixTooltip.Root open={floating.open} onOpenChange={floating.onOpenChange}>
      <RadixTooltip.Trigger asChild>{children}</RadixTooltip.Trigger>
      <RadixTooltip.Portal container={floating.container}>
        <RadixTooltip.Content
          side={side}
          sideOffset={6}
          className="z-tooltip flex max-w-80 items-center gap-2 rounded-control border bg-raised px-2 py-1 text-xs text-fg shadow-float"
        >
          {content}
          {keys !== undefined && <Kbd keys={keys} />}
        </RadixTooltip.Content>
      </RadixTooltip.Portal>
    </RadixTooltip.Root>
  );
}
