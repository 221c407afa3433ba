import type { ReactNode } from "react";

export interface MainPaneProps {
  /** Absent for a frame around other panes, which is no region of its own. */
  label?: string;
  /** Least pixels along the row or column in which it stands. */
  min: number;
  orientation: "row" | "column";
  children: ReactNode;
}

/** The pane that takes what is left. */
export function MainPane({ label, min, orientation, children }: MainPaneProps) {
  const style = orientation === "row" ? { minWidth: min } : { minHeight: min };
  const className = "flex min-h-0 min-w-0 flex-1 flex-col outline-none";
  return label === undefined ? (
    <div data-main="" className={className} style={style}>
      {children}
    </div>
  ) : (
    <section data-main="" data-pane="" aria-label={label} tabIndex={-1} className={className} style={style}>
      {children}
    </section>
  );
}
