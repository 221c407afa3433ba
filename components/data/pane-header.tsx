import clsx from "clsx";
import type { ReactNode } from "react";

export interface PaneHeaderProps {
  title: string;
  /** Count, unit or "how it is known" at the end. */
  end?: ReactNode;
  id?: string;
  /** Heading level below the page title. */
  level?: 2 | 3;
  className?: string;
}

/** The bar of 32 px that names a pane or a group inside one. */
export function PaneHeader({ title, end, id, level = 2, className }: PaneHeaderProps) {
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <div
      className={clsx(
        "flex h-8 shrink-0 items-center gap-2 border-b bg-panel px-3 text-2xs text-fg-subtle",
        className,
      )}
    >
      <Heading id={id} className="truncate">
        {title}
      </Heading>
      {end !== undefined && <span className="ml-auto flex shrink-0 items-center gap-2">{end}</span>}
    </div>
  );
}
