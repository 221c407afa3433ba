import type { ReactNode } from "react";

/** A titled part of the details. */
export function Section({ title, end, children }: { title: string; end?: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={title} className="border-t px-3 py-2.5 text-sm">
      <h4 className="mb-1.5 flex justify-between gap-2 text-2xs text-fg-subtle">
        <span>{title}</span>
        {end !== undefined && <span className="tabular-nums">{end}</span>}
      </h4>
      {children}
    </section>
  );
}
