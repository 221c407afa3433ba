import Pin from "lucide-react/icons/pin";
import StickyNote from "lucide-react/icons/sticky-note";
import type { NoteMark as Mark } from "@/lib/contracts/note";

/** Says before the text of a row that a note or a pin is kept on it. */
export function NoteMark({ mark }: { mark: Mark | undefined }) {
  if (mark === undefined) return null;
  const Icon = mark === "note" ? StickyNote : Pin;
  return (
    <span className="mr-1.5 inline-flex align-[-1px] text-accent">
      <Icon width={11} height={11} fill="currentColor" aria-hidden="true" />
      <span className="sr-only">{mark === "note" ? "with a note, " : "pinned, "}</span>
    </span>
  );
}
