import { useEffect, useEffectEvent, useMemo, useState } from "react";
import { parseQuery } from "@/lib/domain/query/parse-query";
import type { QueryFault } from "@/lib/domain/query/query";
import type { ListName } from "@/lib/domain/query/query-fields";
import { useTypedText } from "../typed-text";

/** Pauses after the last key: before a right query is asked, and before a wrong one is called wrong. */
const askAfterMs = 250;
const blameAfterMs = 700;

export interface QueryDraft {
  readonly text: string;
  /** Faults of the text, once typing has paused. */
  readonly faults: readonly QueryFault[];
  write(text: string): void;
  /** Asks at once, or says at once what is wrong. */
  submit(): void;
}

/** The text in the bar: it follows typing at once, and becomes the query of the list when it is right and typing pauses. */
export function useQueryDraft(list: ListName, query: string, onQuery: (query: string) => void): QueryDraft {
  const { text, write, ask } = useTypedText(query);
  const [blamed, setBlamed] = useState(query);
  const { faults } = useMemo(() => parseQuery(text, list), [text, list]);
  const isRight = faults.length === 0;
  const settle = () => {
    if (!isRight) setBlamed(text);
    else if (text.trim() !== query.trim()) {
      ask(text);
      onQuery(text.trim());
    }
  };
  const onPause = useEffectEvent(settle);
  const isSettled = isRight && text.trim() === query.trim();
  // A timer is outside of React.
  useEffect(() => {
    if (isSettled) return;
    const timer = setTimeout(() => onPause(), isRight ? askAfterMs : blameAfterMs);
    return () => clearTimeout(timer);
  }, [isRight, isSettled, text]);
  return {
    text,
    faults: blamed === text || text === query ? faults : [],
    write,
    submit: settle,
  };
}
