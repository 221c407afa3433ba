import clsx from "clsx";
import { Fragment, type ReactNode } from "react";
import { NotRecorded } from "@/components/ui/not-recorded";

export interface KeyValue {
  readonly label: string;
  /** `undefined` and `null` show as "not recorded"; give a NotRecorded element for another reason. */
  readonly value: ReactNode;
  /** Explains the field. */
  readonly title?: string;
  /** Monospaced. */
  readonly mono?: boolean;
  /** May take several lines. */
  readonly wrap?: boolean;
}

export interface KeyValuesProps {
  items: readonly KeyValue[];
  /** Width of the label column in pixels. */
  labelWidth?: number;
  className?: string;
}

/** Facts about one thing, label beside value. A line is 24 px high, so that the buttons in it are full targets. */
export function KeyValues({ items, labelWidth = 128, className }: KeyValuesProps) {
  return (
    <dl
      className={clsx("grid items-baseline gap-x-2.5 text-xs", className)}
      style={{ gridTemplateColumns: `${labelWidth}px minmax(0,1fr)` }}
    >
      {items.map((item) => (
        <Fragment key={item.label}>
          <dt className="truncate py-1 text-fg-subtle" title={item.title}>
            {item.label}
          </dt>
          <dd
            className={clsx(
              "min-w-0 py-1",
              item.wrap === true ? "break-words" : "truncate",
              item.mono === true && "num",
            )}
          >
            {item.value ?? <NotRecorded />}
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}
