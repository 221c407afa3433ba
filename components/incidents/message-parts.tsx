import type { ReactNode } from "react";
import { volatileSpans } from "@/lib/domain/failures/fingerprint";

/** Characters of a message that are shown; the inspector has the whole. */
const shownLength = 600;

/** A message as recorded, with what grouping does not look at marked: those parts differ between occurrences. */
export function RecordedMessage({ text }: { text: string }): ReactNode {
  const shown = text.slice(0, shownLength);
  const parts: ReactNode[] = [];
  let done = 0;
  for (const { start, end, placeholder } of volatileSpans(shown)) {
    parts.push(shown.slice(done, start));
    parts.push(
      <span
        key={start}
        title={`not looked at: ${placeholder}`}
        className="rounded-mark border-b border-dotted border-border-control bg-raised text-fg-muted"
      >
        {shown.slice(start, end)}
      </span>,
    );
    done = end;
  }
  parts.push(shown.slice(done), text.length > shownLength && "…");
  return parts;
}

/** A normalised message with its placeholders set apart from the words that were equal. */
export function NormalisedMessage({ text }: { text: string }): ReactNode {
  return text.split(/(<[a-z]+>)/).map((part, at) =>
    at % 2 === 1 ? (
      <span
        key={at}
        className="mx-px rounded-mark border border-dashed border-border-control px-1 text-fg-muted"
      >
        {part.slice(1, -1)}
      </span>
    ) : (
      part
    ),
  );
}
