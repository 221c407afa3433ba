"use client";
import clsx from "clsx";
import type { ComponentProps, ReactNode } from "react";
import { Tooltip } from "./tooltip";

export interface IconButtonProps extends Omit<ComponentProps<"button">, "children"> {
  /** Accessible name, also the tooltip. */
  label: string;
  /** Shortcut shown in the tooltip. */
  keys?: string;
  /** An icon of 14 to 16 px. */
  icon: ReactNode;
  /** Drawn as pressed. Sets `aria-pressed` only when given. */
  pressed?: boolean;
  side?: "top" | "right" | "bottom" | "left";
}

/** A square button of 24 px with an icon, a name and a tooltip. */
export function IconButton({
  label,
  keys,
  icon,
  pressed,
  side,
  className,
  type = "button",
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip content={label} keys={keys} side={side}>
      <button
        type={type}
        aria-label={label}
        aria-pressed={pressed}
        className={clsx(
          "inline-flex size-6 shrink-0 items-center justify-center rounded-control text-fg-subtle hover:bg-raised hover:text-fg",
          "disabled:pointer-events-none disabled:opacity-50 aria-pressed:bg-raised aria-pressed:text-fg",
          className,
        )}
        {...rest}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
