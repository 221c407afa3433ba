import type { ReactNode } from "react";

export interface FieldsPanelProps {
  /** What went wrong with the record, above its fields. */
  error?: string | null | undefined;
  children: ReactNode;
}

/** The scrolled part of a details pane that lists the fields of a record; it can be scrolled by keyboard. */
export function FieldsPanel({ error, children }: FieldsPanelProps) {
  return (
    <div tabIndex={0} role="group" aria-label="Fields" className="ring-inside min-h-0 flex-1 overflow-y-auto">
      {typeof error === "string" && (
        <p className="border-b px-3.5 py-2.5 text-xs break-words text-err">{error}</p>
      )}
      {children}
    </div>
  );
}
