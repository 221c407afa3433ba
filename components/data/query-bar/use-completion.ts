import { useMemo, useState, type KeyboardEvent } from "react";
import { completeQuery, type Completion, type ObservedValues } from "@/lib/domain/query/complete-query";
import type { ListName } from "@/lib/domain/query/query-fields";

export interface CompletionState {
  readonly options: readonly Completion[];
  /** Place of the option that Enter takes; -1 when Enter asks the query. */
  readonly active: number;
  open(caret: number): void;
  close(): void;
  /** Handles the keys of the list. True when the key was one of them. */
  onKey(event: KeyboardEvent<HTMLInputElement>): boolean;
}

/** The list of what may stand at the caret: arrows choose, Enter and Tab take, Escape closes. */
export function useCompletion(
  list: ListName,
  text: string,
  observed: ObservedValues,
  onTake: (option: Completion) => void,
): CompletionState {
  const [caret, setCaret] = useState<number | null>(null);
  const [chosen, setChosen] = useState({ text, active: -1 });
  const options = useMemo(
    () => (caret === null ? [] : completeQuery(text, caret, list, observed)),
    [caret, text, list, observed],
  );
  const active = chosen.text === text && chosen.active < options.length ? chosen.active : -1;
  const move = (step: 1 | -1) => {
    const count = options.length + 1;
    setChosen({ text, active: ((active + 1 + step + count) % count) - 1 });
  };
  return {
    options,
    active,
    open: setCaret,
    close: () => setCaret(null),
    onKey: (event) => {
      const { key, currentTarget } = event;
      const option = options[active];
      if (key === "ArrowDown" && options.length === 0) setCaret(currentTarget.selectionStart ?? text.length);
      else if (key === "ArrowDown" || key === "ArrowUp") move(key === "ArrowDown" ? 1 : -1);
      else if ((key === "Enter" || key === "Tab") && option !== undefined) onTake(option);
      else if (key === "Escape" && options.length > 0) setCaret(null);
      else return false;
      return true;
    },
  };
}
