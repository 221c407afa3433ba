import { Fragment } from "react";
import type { KeyValue } from "./key-values";

/** Facts for `KeyValues`: what is known, and then the names of what no source gave. One name alone keeps its line. */
export function knownFirst(items: readonly KeyValue[]): readonly KeyValue[] {
  const missing = items.filter(({ value }) => value === null);
  if (missing.length < 2) return items;
  return [
    ...items.filter(({ value }) => value !== null),
    {
      label: "not recorded",
      title: "Fields that this source did not give",
      value: (
        <span className="text-fg-subtle">
          {missing.map(({ label, title }, i) => (
            <Fragment key={label}>
              {i > 0 && ", "}
              <span title={title}>{label}</span>
            </Fragment>
          ))}
        </span>
      ),
      wrap: true,
    },
  ];
}
