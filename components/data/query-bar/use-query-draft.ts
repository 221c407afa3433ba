import { useEffect, useMemo, useState } from "react";
import { parseQuery } from "@/lib/domain/query/parse-query";
import type { QueryFault } from "@/lib/domain/query/query";
import type { ListName } from "@/lib/domain/query/query-fields";

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
  const [draft, setDraft] = useState({ text: query, from: query });
  // A query from elsewhere (a facet, Back) replaces the text; the one that was asked here leaves it as it is typed.
  if (draft.from !== query)
    setDraft({ text: draft.text.trim() === query.trim() ? draft.text : query, from: query });
  const { text } = draft;
  const [blamed, setBlamed] = useState(query);
  const { faults } = useMemo(() => parseQuery(text, list), [text, list]);
  const isRight = faults.length === 0;
  // A timer is outside of React.
  useEffect(() => {
    if (isRight && text.trim() === query.trim()) return;
    const timer = setTimeout(
      () => {
        if (isRight) onQuery(text.trim());
        else setBlamed(text);
      },
      isRight ? askAfterMs : blameAfterMs,
    );
    return () => clearTimeout(timer);
  }, [isRight, text, query, onQuery]);
  return {
    text,
    faults: blamed === text || text === query ? faults : [],
    write: (next) => setDraft({ text: next, from: query }),
    submit: () => {
      if (!isRight) setBlamed(text);
      else if (text.trim() !== query.trim()) onQuery(text.trim());
    },
  };
}
