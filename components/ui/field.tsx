import clsx from "clsx";
import { useId, type ComponentProps, type ReactNode } from "react";

export const inputClass =
  "h-7 w-full min-w-0 rounded-control border border-border-control bg-canvas px-2 text-sm text-fg disabled:opacity-50";

export interface FieldProps {
  label: string;
  /** Explains what the value does; read with the control. */
  hint?: ReactNode;
  /** What is wrong with the value; read with the control. */
  problem?: string;
  /** The control, given the ids that tie it to its texts. */
  children: (ids: {
    id: string;
    "aria-describedby": string | undefined;
    "aria-invalid": boolean;
  }) => ReactNode;
  className?: string;
}

/** Label, control, hint and problem, tied together by ids. */
export function Field({ label, hint, problem, children, className }: FieldProps) {
  const id = useId();
  const describedBy = [hint !== undefined && `${id}-hint`, problem !== undefined && `${id}-problem`].filter(
    Boolean,
  );
  return (
    <div className={clsx("grid gap-1", className)}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children({
        id,
        "aria-describedby": describedBy.join(" ") || undefined,
        "aria-invalid": problem !== undefined,
      })}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="max-w-[80ch] text-xs text-fg-subtle">
          {hint}
        </p>
      )}
      {problem !== undefined && (
        <p id={`${id}-problem`} className="text-xs text-err">
          {problem}
        </p>
      )}
    </div>
  );
}

/** A one-line text input with the look of the console. */
export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input className={clsx(inputClass, className)} {...rest} />;
}
