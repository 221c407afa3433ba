import clsx from "clsx";
import type { Completion } from "@/lib/domain/query/complete-query";
import type { QueryFault } from "@/lib/domain/query/query";

export interface CompletionListProps {
  /** Ids of the options begin with it. */
  id: string;
  options: readonly Completion[];
  active: number;
  onTake: (option: Completion) => void;
}

/** What may stand at the caret. The input keeps the focus; a click takes an option. */
export function CompletionList({ id, options, active, onTake }: CompletionListProps) {
  return (
    <ul id={id} role="listbox" aria-label="Completions" className="max-h-80 overflow-y-auto p-1">
      {options.map((option, at) => (
        <li
          key={`${option.label} ${option.hint}`}
          id={optionId(id, at)}
          role="option"
          aria-selected={at === active}
          // Pressing must not take the focus away from the input.
          onMouseDown={(event) => {
            event.preventDefault();
            onTake(option);
          }}
          className={clsx(
            "flex h-7 items-center gap-3 rounded-control px-2 text-sm select-none",
            at === active ? "row-selected" : "hover:bg-hover",
          )}
        >
          <span className="num shrink-0">{option.label}</span>
          <span className="truncate text-xs text-fg-subtle">{option.hint}</span>
        </li>
      ))}
    </ul>
  );
}

export function optionId(listId: string, at: number): string {
  return `${listId}-${String(at)}`;
}

/** What is wrong with the query, in words, for those who do not see the waves with the place. */
export function FaultList({ id, faults }: { id: string; faults: readonly QueryFault[] }) {
  return (
    <div id={id} role="alert" className="grid gap-0.5 px-3 py-2 text-xs">
      {faults.map(({ from, message, suggestion }) => (
        <p key={`${String(from)} ${message}`}>
          <span className="text-err">{message}</span>
          {suggestion !== undefined && <span className="text-fg-muted"> Did you mean {suggestion}?</span>}
          <span className="sr-only"> At character {String(from + 1)}.</span>
        </p>
      ))}
    </div>
  );
}
