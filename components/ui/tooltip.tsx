"use client";
import { cloneElement, type ReactElement } from "react";

export type TooltipSide = "top" | "right" | "bottom" | "left";

export interface TooltipProps {
  /** What the control does, in a few words. */
  content: string;
  /** Shortcut shown beside the text. */
  keys?: string;
  side?: TooltipSide;
  /** One focusable element. */
  children: ReactElement<TooltipData>;
}

/** How a control says what its hint is; the layer reads it when the pointer or the focus comes. */
export interface TooltipData {
  "data-tooltip"?: string;
  "data-tooltip-keys"?: string | undefined;
  "data-tooltip-side"?: TooltipSide;
}

/**
 * Names a control on hover and focus. It repeats what the accessible name says, never more. Costs an
 * attribute: one layer per page draws the hint of whatever is pointed at.
 */
export function Tooltip({ content, keys, side = "bottom", children }: TooltipProps) {
  return cloneElement(children, {
    "data-tooltip": content,
    "data-tooltip-keys": keys,
    "data-tooltip-side": side,
  });
}
