"use client";
import { useEffect, useState, type KeyboardEvent } from "react";
import { Button } from "@/components/ui/button";
import { inputClass } from "@/components/ui/field";

export interface NoteEditorProps {
  /** Accessible name. */
  label: string;
  initial: string;
  /** What was wrong with the last try. */
  problem?: string | undefined;
  onSave: (text: string) => void;
  onCancel: () => void;
}

/**
 * A text to write and keep: Ctrl or Command with Enter keeps it, Escape gives it up. What had the focus before has it
 * again afterwards, if it is still there.
 */
export function NoteEditor({ label, initial, problem, onSave, onCancel }: NoteEditorProps) {
  const [text, setText] = useState(initial);
  const [before] = useState(() => document.activeElement);
  // Outside system: the focus of the document, which is nowhere once the field is gone.
  useEffect(
    () => () => {
      if (document.activeElement === document.body && before instanceof HTMLElement)
        before.focus({ preventScroll: true });
    },
    [before],
  );
  const save = () => {
    if (text.trim() !== "") onSave(text.trim());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
    else if (event.key === "Escape") onCancel();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="grid gap-1.5">
      <textarea
        // eslint-disable-next-line jsx-a11y/no-autofocus -- whoever opens the editor is about to write
        autoFocus
        aria-label={label}
        value={text}
        rows={3}
        maxLength={10_000}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
        onKeyDown={onKeyDown}
        className={`${inputClass} h-auto! resize-y py-1.5`}
      />
      {problem !== undefined && (
        <p role="alert" className="text-xs text-err">
          {problem}
        </p>
      )}
      <div className="flex gap-1.5">
        <Button size="small" variant="primary" disabled={text.trim() === ""} onClick={save}>
          Keep
        </Button>
        <Button size="small" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
