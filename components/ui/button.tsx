import clsx from "clsx";
import type { ComponentProps } from "react";

const variants = {
  default: "border-border bg-panel text-fg hover:bg-raised",
  primary: "border-accent bg-accent text-canvas hover:opacity-90",
  quiet: "border-transparent bg-transparent text-fg-muted hover:bg-raised hover:text-fg",
  danger: "border-border bg-panel text-err hover:bg-raised",
} as const;

const sizes = {
  small: "h-6 px-2 text-xs",
  default: "h-7 px-2.5 text-sm",
  large: "h-8 px-3 text-sm",
} as const;

interface Look {
  variant?: keyof typeof variants;
  size?: keyof typeof sizes;
}

export interface ButtonProps extends ComponentProps<"button">, Look {}

/** Class names of a button, for links that look like one. */
export function buttonClass({ variant = "default", size = "default" }: Look = {}): string {
  return clsx(
    "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-control border font-medium whitespace-nowrap no-underline",
    "disabled:pointer-events-none disabled:opacity-50 aria-disabled:opacity-50",
    variants[variant],
    sizes[size],
  );
}

/** A button; `type` defaults to `button` so that it never submits a form by accident. */
export function Button({ variant, size, className, type = "button", ...rest }: ButtonProps) {
  return <button type={type} className={clsx(buttonClass({ variant, size }), className)} {...rest} />;
}
