"use client";
import Search from "lucide-react/icons/search";
import X from "lucide-react/icons/x";
import { useId, useRef, useState, type KeyboardEvent } from "react";
import { flushSync } from "react-dom";
import { IconButton } from "@/components/ui/icon-button";
import { Kbd } from "@/components/ui/kbd";
import type { ObservedValues } from "@/lib/domain/query/complete-query";
import { replace } from "@/lib/domain/query/edit-query";
import type { ListName } from "@/lib/domain/query/query-fields";
import { CompletionList, FaultList, optionId } from "./completion-list";
import { FaultMarks } from "./fault-marks";
import { useCompletion } from "./use-completion";
import { useQueryDraft } from "./use-query-draft";

export interface QueryBarProps {
  list: ListName;
  /** Accessible name. */
  label: string;
  /** The query of the list, as the address has it. */
  query: string;
  onQuery: (query: string) => void;
  /** Values that are offered, from the facets. */
  observed: ObservedValues;
  placeholder: string;
}

/**
 * The query of a list as text. Fields and observed values complete; what is wrong is marked in place and said in words,
 * and the list keeps showing the last query that was right.
 */
export function QueryBar({ list, label, query, onQuery, observed, placeholder }: QueryBarProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [scrollLeft, setScrollLeft] = useState(0);
  const draft = useQueryDraft(list, query, onQuery);
  const { text } = draft;
  const completion = useCompletion(list, text, observed, ({ span, text: written }, caret) => {
    flushSync(() => draft.write(replace(text, span, written)));
    input.current?.focus();
    input.current?.setSelectionRange(caret, caret);
  });
  const isOpen = completion.options.length > 0;
  // What is being written is not wrong yet while its endings are offered.
  const faults = isOpen ? draft.faults.filter(({ to }) => to < text.length) : draft.faults;
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (completion.onKey(event)) event.preventDefault();
    else if (event.key === "Enter") {
      completion.close();
      draft.submit();
    } else if (event.key === "Escape") event.currentTarget.blur();
    else return;
    if (event.key === "Escape") event.stopPropagation();
  };
  return (
    <div className="relative min-w-0">
      <div
        role="search"
        aria-label={label}
        className="flex h-7.5 min-w-0 items-center gap-1.5 rounded-float border border-border-control bg-panel px-2 focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-accent"
      >
        <Search width={14} height={14} aria-hidden="true" className="shrink-0 text-fg-subtle" />
        <div className="relative h-full min-w-16 flex-1">
          <input
            ref={input}
            type="text"
            role="combobox"
            aria-label={label}
            aria-autocomplete="list"
            aria-expanded={isOpen}
            aria-controls={isOpen ? `${id}-list` : undefined}
            aria-activedescendant={
              completion.active < 0 ? undefined : optionId(`${id}-list`, completion.active)
            }
            aria-invalid={faults.length > 0}
            aria-describedby={faults.length > 0 ? `${id}-faults` : undefined}
            value={text}
            placeholder={placeholder}
            spellCheck={false}
            autoComplete="off"
            onChange={({ currentTarget }) => {
              draft.write(currentTarget.value);
              completion.open(currentTarget.selectionStart ?? currentTarget.value.length);
            }}
            onKeyDown={onKeyDown}
            onBlur={completion.close}
            onScroll={({ currentTarget }) => setScrollLeft(currentTarget.scrollLeft)}
            className="h-full w-full bg-transparent text-sm outline-none"
          />
          <FaultMarks text={text} faults={faults} scrollLeft={scrollLeft} />
        </div>
        {text === "" ? (
          <Kbd keys="/" />
        ) : (
          <IconButton
            label={`Clear ${label.toLowerCase()}`}
            icon={<X width={13} height={13} />}
            onClick={() => {
              draft.write("");
              input.current?.focus();
            }}
            className="-mr-1"
          />
        )}
      </div>
      {(isOpen || faults.length > 0) && (
        <div className="absolute top-full right-0 left-0 z-popover mt-1.5 rounded-float border bg-panel shadow-float">
          {faults.length > 0 && <FaultList id={`${id}-faults`} faults={faults} />}
          {isOpen && (
            <CompletionList
              id={`${id}-list`}
              options={completion.options}
              active={completion.active}
              onTake={completion.take}
            />
          )}
        </div>
      )}
    </div>
  );
}
