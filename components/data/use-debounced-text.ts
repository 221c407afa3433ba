import { useEffect, useState } from "react";

/** Pause after the last key before the text counts. */
const pauseMs = 250;

/** A text that follows typing at once and is told to `onSettled` when typing pauses; `settled` overrides it from outside. */
export function useDebouncedText(
  settled: string,
  onSettled: (text: string) => void,
): [string, (text: string) => void] {
  const [draft, setDraft] = useState<{ readonly text: string; readonly from: string }>({
    text: settled,
    from: settled,
  });
  // The draft is dropped for good: kept, it would come back when the text is cleared to what it was typed over.
  if (draft.from !== settled) setDraft({ text: settled, from: settled });
  const text = draft.from === settled ? draft.text : settled;
  // A timer is outside of React.
  useEffect(() => {
    if (text === settled) return;
    const timer = setTimeout(() => onSettled(text), pauseMs);
    return () => clearTimeout(timer);
  }, [text, settled, onSettled]);
  return [text, (next) => setDraft({ text: next, from: settled })];
}
