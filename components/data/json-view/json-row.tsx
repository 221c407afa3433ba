"use client";
import clsx from "clsx";
import { memo } from "react";
import { formatBytes, formatCount, plural } from "@/lib/client/format";
import { entriesOf, leafText, type JsonRow } from "@/lib/client/json-rows";
import type { JsonValue } from "@/lib/domain/model/field";
import { Highlight } from "../highlight";

export interface JsonRowViewProps {
  id: string;
  row: JsonRow;
  index: number;
  top: number;
  height: number;
  selected: boolean;
  query: string;
}

/** Characters of a string shown in a row; the rest is counted in bytes and shown below the tree. */
export const foldAt = 200;

/** One line of a JSON tree. Clicks are handled by the tree, so that rows stay equal between renders. */
export const JsonRowView = memo(function JsonRowView({
  id,
  row,
  top,
  height,
  index,
  selected,
  query,
}: JsonRowViewProps) {
  return (
    <div
      id={id}
      role="treeitem"
      aria-level={row.depth + 1}
      aria-selected={selected}
      aria-expanded={row.kind === "node" && row.size !== undefined && row.size > 0 ? row.expanded : undefined}
      aria-posinset={row.kind === "node" ? row.position : undefined}
      aria-setsize={row.kind === "node" ? row.setSize : undefined}
      data-index={index}
      className={clsx(
        "absolute left-0 flex w-max min-w-full items-center pr-4 whitespace-pre",
        selected ? "row-selected" : "hover:bg-hover",
      )}
      style={{ height, transform: `translateY(${top}px)`, paddingLeft: 8 + row.depth * 14 }}
    >
      {row.kind === "more" ? (
        <span className="link pl-4">{formatCount(row.remaining)} more</span>
      ) : (
        <>
          <span aria-hidden="true" className="inline-block w-4 shrink-0 text-fg-subtle">
            {row.size !== undefined && row.size > 0 ? (row.expanded ? "▾" : "▸") : ""}
          </span>
          {row.name !== undefined && (
            <>
              <span className={typeof row.name === "number" ? "text-fg-subtle" : "text-info"}>
                {typeof row.name === "number" ? row.name : <Highlight text={row.name} query={query} />}
              </span>
              <span className="text-fg-subtle">: </span>
            </>
          )}
          {row.decoded && (
            <span className="mr-1.5 rounded-control border px-1 text-2xs text-fg-subtle">JSON in text</span>
          )}
          <Value value={row.value} size={row.size} expanded={row.expanded} query={query} />
        </>
      )}
    </div>
  );
});

function Value({
  value,
  size,
  expanded,
  query,
}: {
  value: JsonValue;
  size: number | undefined;
  expanded: boolean;
  query: string;
}) {
  if (size !== undefined) {
    const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
    const count = Array.isArray(value) ? plural(size, "item") : plural(size, "key");
    if (size === 0) return <span className="text-fg-subtle">{open + close}</span>;
    return (
      <span className="text-fg-subtle">
        {expanded ? count : `${open} ${outline(value)} ${close}`}
        {!expanded && <span className="ml-2">{count}</span>}
      </span>
    );
  }
  if (typeof value !== "string") {
    return (
      <span
        className={
          typeof value === "number" || typeof value === "bigint" ? "text-warn" : "text-neutral italic"
        }
      >
        <Highlight text={leafText(value)} query={query} />
      </span>
    );
  }
  const folded = value.length > foldAt;
  return (
    <>
      <span className="text-ok">
        &quot;
        <Highlight text={printable(folded ? value.slice(0, foldAt) : value)} query={query} />
        {folded ? "…" : '"'}
      </span>
      {folded && (
        <span className="ml-2 text-fg-subtle">{formatBytes(new TextEncoder().encode(value).length)}</span>
      )}
    </>
  );
}

/** Line feeds and other controls in their escaped form, so that a row stays a line. */
function printable(text: string): string {
  return JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
}

/** The first members of a closed container, in about 60 characters. */
function outline(value: JsonValue): string {
  let text = "";
  for (const [name, child] of entriesOf(value, 6)) {
    const shown = Array.isArray(child)
      ? "[…]"
      : typeof child === "object" && child !== null
        ? "{…}"
        : shortLeaf(child);
    const part = typeof name === "number" ? shown : `${name}: ${shown}`;
    if (text.length + part.length > 64) return `${text}${text === "" ? "" : ", "}…`;
    text += `${text === "" ? "" : ", "}${part}`;
  }
  return text;
}

function shortLeaf(value: JsonValue): string {
  const text = printable(leafText(value));
  const cut = text.length > 24 ? `${text.slice(0, 23)}…` : text;
  return typeof value === "string" ? `"${cut}"` : cut;
}
