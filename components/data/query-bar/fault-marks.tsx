import type { ReactNode } from "react";
import type { QueryFault } from "@/lib/domain/query/query";

/**
 * The text of the bar once more, unseen, behind the input and scrolled with it: only the waves under what is wrong are
 * drawn, since an input cannot mark a part of its text.
 */
export function FaultMarks({
  text,
  faults,
  scrollLeft,
}: {
  text: string;
  faults: readonly QueryFault[];
  scrollLeft: number;
}) {
  const parts: ReactNode[] = [];
  let at = 0;
  for (const { from, to } of faults) {
    if (from < at) continue;
    parts.push(text.slice(at, from));
    parts.push(
      <span key={from} data-fault="" className="underline decoration-err decoration-wavy underline-offset-4">
        {text.slice(from, to)}
      </span>,
    );
    at = to;
  }
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute inset-0 flex items-center overflow-hidden"
    >
      <span
        className="text-sm whitespace-pre text-transparent"
        style={{ transform: `translateX(${String(-scrollLeft)}px)` }}
      >
        {parts}
        {text.slice(at)}
      </span>
    </div>
  );
}
