"use client";
import clsx from "clsx";
import { useId } from "react";

export interface ChoiceProps<Value extends string> {
  label: string;
  hint: string;
  options: readonly { readonly value: Value; readonly label: string }[];
  value: Value;
  onChange: (value: Value) => void;
}

/** One setting with a few values, all in sight: a radio group that looks like one control. */
export function Choice<Value extends string>({ label, hint, options, value, onChange }: ChoiceProps<Value>) {
  const id = useId();
  return (
    <fieldset
      aria-describedby={`${id}-hint`}
      className="grid gap-x-6 gap-y-1.5 border-b py-4 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-center"
    >
      <legend className="float-left contents">
        <span className="font-medium">{label}</span>
      </legend>
      <p id={`${id}-hint`} className="max-w-[64ch] text-xs text-fg-subtle sm:col-start-1">
        {hint}
      </p>
      <div className="inline-flex w-fit rounded-control border border-border-control p-0.5 sm:col-start-2 sm:row-span-2 sm:row-start-1">
        {options.map((option) => (
          <label
            key={option.value}
            className={clsx(
              "relative inline-flex h-6 items-center rounded-mark px-2.5 text-sm has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-accent",
              option.value === value ? "row-selected font-medium" : "text-fg-muted hover:text-fg",
            )}
          >
            <input
              type="radio"
              name={id}
              // Over the whole label, so that whoever aims at the control itself meets it.
              className="absolute inset-0 m-0 appearance-none"
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
