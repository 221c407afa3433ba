import { useEffect, useEffectEvent } from "react";
import { useTypedText } from "./typed-text";

/** Pause after the last key before the text counts. */
const pauseMs = 250;

/** A text that follows typing at once and is told to `onSettled` when typing pauses; `settled` overrides it from outside. */
export function useDebouncedText(
  settled: string,
  onSettled: (text: string) => void,
): [string, (text: string) => void] {
  const { text, write, ask } = useTypedText(settled);
  const onPause = useEffectEvent(() => {
    ask(text);
    onSettled(text);
  });
  const isSettled = text === settled;
  // A timer is outside of React.
  useEffect(() => {
    if (isSettled) return;
    const timer = setTimeout(() => onPause(), pauseMs);
    return () => clearTimeout(timer);
  }, [text, isSettled]);
  return [text, write];
}
