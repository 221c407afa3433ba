"use client";
import clsx from "clsx";
import Search from "lucide-react/icons/search";
import X from "lucide-react/icons/x";
import type { KeyboardEvent, ReactNode, Ref } from "react";
import { IconButton } from "./icon-button";
import { Kbd } from "./kbd";

export interface SearchFieldProps {
  /** Accessible name. */
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Enter. */
  onSubmit?: (value: string) => void;
  onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void;
  placeholder?: string;
  /** Shortcut shown at the end while the field is empty, e.g. `/`. */
  keys?: string;
  /** Filter tokens before the text. */
  tokens?: ReactNode;
  /** Controls at the end: match count, next, previous. */
  end?: ReactNode;
  size?: "small" | "default";
  inputRef?: Ref<HTMLInputElement>;
  className?: string;
}

/** A search box with tokens, clear button and shortcut hint. Escape clears, then leaves the field. */
export function SearchField(props: SearchFieldProps) {
  const { label, value, onChange, onSubmit, onKeyDown, placeholder, keys, tokens, end, inputRef, className } =
    props;
  const handleKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    onKeyDown?.(event);
    if (event.defaultPrevented) return;
    if (event.key === "Enter") onSubmit?.(value);
    if (event.key === "Escape") {
      event.stopPropagation();
      if (value === "") event.currentTarget.blur();
      else onChange("");
    }
  };
  return (
    <div
      role="search"
      aria-label={label}
      className={clsx(
        "flex min-w-0 items-center gap-1.5 rounded-float border border-border-control bg-panel px-2",
        "focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-accent",
        props.size === "small" ? "h-7" : "h-7.5",
        className,
      )}
    >
      <Search width={14} height={14} aria-hidden="true" className="shrink-0 text-fg-subtle" />
      {tokens}
      <input
        ref={inputRef}
        type="text"
        aria-label={label}
        value={value}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={handleKeyDown}
        className="h-full min-w-16 flex-1 bg-transparent text-sm outline-none"
      />
      {end}
      {value !== "" && (
        <IconButton
          label={`Clear ${label.toLowerCase()}`}
          icon={<X width={13} height={13} />}
          onClick={() => onChange("")}
          className="-mr-1"
        />
      )}
      {value === "" && keys !== undefined && <Kbd keys={keys} />}
    </div>
  );
}

export interface QueryTokenProps {
  /** Field name, e.g. `class` or `-status`. */
  name: string;
  value: string;
  onRemove: () => void;
}

/** One filter inside the search box. */
export function QueryToken({ name, value, onRemove }: QueryTokenProps) {
  return (
    <span className="inline-flex h-5 shrink-0 items-center rounded-control bg-raised pl-1.5 text-xs whitespace-nowrap">
      <span className="text-fg-subtle">{name}:</span>
      {value}
      <button
        type="button"
        aria-label={`Remove filter ${name}:${value}`}
        onClick={onRemove}
        className="ml-0.5 inline-flex size-5 items-center justify-center rounded-control text-fg-subtle hover:text-fg"
      >
        <X width={11} height={11} aria-hidden="true" />
      </button>
    </span>
  );
}
