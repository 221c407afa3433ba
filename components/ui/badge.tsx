import clsx from "clsx";
import type { ReactNode } from "react";
import { Glyph, type GlyphName } from "./glyph";
import { toneText, type Tone } from "./status";

export interface BadgeProps {
  children: ReactNode;
  glyph?: GlyphName;
  tone?: Tone;
  /** Filled; at most one per row. */
  filled?: boolean;
  title?: string;
  className?: string;
}

/** A short label in a thin frame: capabilities, capture profile, counts. */
export function Badge({ children, glyph, tone, filled = false, title, className }: BadgeProps) {
  return (
    <span
      title={title}
      className={clsx(
        "inline-flex h-5 items-center gap-1 rounded-control border px-1.5 align-middle text-2xs whitespace-nowrap",
        tone === undefined ? "text-fg-muted" : toneText[tone],
        filled && "border-transparent bg-raised",
        className,
      )}
    >
      {glyph !== undefined && <Glyph name={glyph} />}
      {children}
    </span>
  );
}
