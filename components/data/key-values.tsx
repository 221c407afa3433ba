import clsx from "clsx";
import { Fragment, type CSSProperties, type ReactNode } from "react";
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

/** Facts about one thing, label beside value, two of them in a line where there is room. A line is 24 px high, so that the buttons in it are full targets. */
export function KeyValues({ items, labelWidth = 128, className }: KeyValuesProps) {
  const style: CSSProperties & Record<"--label", string> = { "--label": `${String(labelWidth)}px` };
  return (
    <div className="@container">
      <dl
        className={clsx(
          "grid grid-cols-[var(--label)_minmax(0,1fr)] items-baseline gap-x-2.5 text-xs @2xl:grid-cols-[var(--label)_minmax(0,1fr)_var(--label)_minmax(0,1fr)]",
          className,
        )}
        style={style}
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
                item.mono === true && item.value !== null && item.value !== undefined && "num",
              )}
            >
              {item.value ?? <NotRecorded />}
            </dd>
          </Fragment>
        ))}
      </dl>
    </div>
  );
}
