import ArrowLeftRight from "lucide-react/icons/arrow-left-right";
import Cloud from "lucide-react/icons/cloud";
import Cpu from "lucide-react/icons/cpu";
import Database from "lucide-react/icons/database";
import Layers from "lucide-react/icons/layers";
import SquareCheck from "lucide-react/icons/square-check";
import Wrench from "lucide-react/icons/wrench";
import clsx from "clsx";
import type { ReactNode } from "react";
import type { ErrorClass } from "@/lib/domain/model/error";

const classIcons = {
  validation: SquareCheck,
  provider: Cloud,
  tool: Wrench,
  projection: Layers,
  storage: Database,
  transport: ArrowLeftRight,
  runtime: Cpu,
} as const satisfies Record<ErrorClass, unknown>;

/** CSS colour of a class for marks: bars, dots, row edges, lanes. Never for text. */
export function classColor(errorClass: string): string {
  return isErrorClass(errorClass) ? `var(--class-${errorClass})` : "var(--neutral)";
}

function isErrorClass(value: string): value is ErrorClass {
  return Object.hasOwn(classIcons, value);
}

export interface ClassMarkProps {
  /** One of the seven error classes; another word is shown with a neutral mark. */
  errorClass: string;
  /** Text in place of the class name, e.g. the error code. */
  children?: ReactNode;
  /** Square without glyph, for dense lists that repeat one class. */
  square?: boolean;
  className?: string;
}

/** Mark and glyph in the colour of an error class, with its name in text colour. */
export function ClassMark({ errorClass, children, square = false, className }: ClassMarkProps) {
  const Icon = isErrorClass(errorClass) ? classIcons[errorClass] : undefined;
  return (
    <span className={clsx("inline-flex min-w-0 max-w-full items-center gap-1.5 align-middle", className)}>
      <span
        data-mark=""
        aria-hidden="true"
        className="inline-flex shrink-0 items-center"
        style={{ color: classColor(errorClass) }}
      >
        {square || Icon === undefined ? (
          <span className="size-2 rounded-mark bg-current" />
        ) : (
          <Icon width={13} height={13} strokeWidth={2.2} />
        )}
      </span>
      <span className="truncate">{children ?? errorClass}</span>
    </span>
  );
}
