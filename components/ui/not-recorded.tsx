import clsx from "clsx";
import { Glyph } from "./glyph";

export interface NotRecordedProps {
  /**
   * Why the value is not here: the source never states it, the capture profile withholds it, or retention
   * removed it. Three different things, and none of them is zero.
   */
  reason?: "source" | "policy" | "retention";
  /** More precise words for the title, e.g. the name of the setting. */
  detail?: string;
  className?: string;
}

const words = {
  source: ["not recorded", "Not recorded by this source"],
  policy: ["hidden", "Hidden by the capture profile"],
  retention: ["removed", "Removed by retention"],
} as const;

/** Stands in for a value that does not exist, as distinct from zero and from empty. */
export function NotRecorded({ reason = "source", detail, className }: NotRecordedProps) {
  const [word, sentence] = words[reason];
  return (
    <span
      title={detail ?? sentence}
      className={clsx("inline-flex items-center gap-1 align-middle text-xs text-fg-subtle", className)}
    >
      {reason === "policy" && <Glyph name="lock" />}
      {word}
    </span>
  );
}
