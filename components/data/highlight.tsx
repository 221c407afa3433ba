import type { ReactNode } from "react";

export interface HighlightProps {
  text: string;
  /** Searched ignoring case; empty marks nothing. */
  query: string;
  /** Start of the match that is the current one, if it lies in this text. */
  currentAt?: number;
}

/** Text with every occurrence of a query marked. */
export function Highlight({ text, query, currentAt }: HighlightProps): ReactNode {
  if (query === "") return text;
  const lower = text.toLowerCase();
  const needle = query.toLowerCase();
  const parts: ReactNode[] = [];
  let from = 0;
  for (let at = lower.indexOf(needle); at >= 0; at = lower.indexOf(needle, from)) {
    if (at > from) parts.push(text.slice(from, at));
    const end = at + needle.length;
    parts.push(
      <mark
        key={at}
        className={
          at === currentAt
            ? "rounded-mark bg-hit text-fg outline-2 outline-accent"
            : "rounded-mark bg-hit text-fg"
        }
      >
        {text.slice(at, end)}
      </mark>,
    );
    from = end;
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}
