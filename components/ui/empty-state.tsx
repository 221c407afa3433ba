import clsx from "clsx";
import type { ReactNode } from "react";

export interface EmptyStateProps {
  /** What is so, in one sentence: "0 of 12,431 match". */
  title: string;
  /** What to do about it. */
  children?: ReactNode;
  /** Buttons or links. */
  actions?: ReactNode;
  icon?: ReactNode;
  className?: string;
}

/** Nothing here, why, and what to do. */
export function EmptyState({ title, children, actions, icon, className }: EmptyStateProps) {
  return (
    <div
      className={clsx("flex flex-1 flex-col items-center justify-center gap-2 p-6 text-center", className)}
    >
      {icon !== undefined && <div className="text-fg-subtle">{icon}</div>}
      <p className="text-md font-medium">{title}</p>
      {children !== undefined && <div className="max-w-[60ch] text-fg-muted">{children}</div>}
      {actions !== undefined && <div className="mt-2 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
