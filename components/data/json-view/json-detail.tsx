"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { formatBytes } from "@/lib/client/format";
import { jqPath, jsonInside, leafText, type JsonNodeRow } from "@/lib/client/json-rows";
import { parseExact, stringifyExact } from "@/lib/domain/json/exact-json";
import type { JsonValue } from "@/lib/domain/model/field";
import { foldAt } from "./json-row";

export interface JsonDetailProps {
  row: JsonNodeRow;
  root: JsonValue;
  onDecode: (row: JsonNodeRow) => void;
}

/** Path and actions of the selected node, and the whole of a folded string on request. */
export function JsonDetail({ row, root, onDecode }: JsonDetailProps) {
  const [wholeOf, setWholeOf] = useState<string>();
  const path = jqPath(row.pointer, root);
  const long = typeof row.value === "string" && row.value.length > foldAt;
  const decodable =
    row.decoded || (typeof row.value === "string" && jsonInside(row.value, parseExact) !== undefined);
  const showWhole = long && wholeOf === row.pointer;
  return (
    <div className="shrink-0 border-t bg-panel">
      {showWhole && typeof row.value === "string" && (
        <pre
          tabIndex={0}
          aria-label={`Whole text of ${path}`}
          className="ring-inside num max-h-60 overflow-auto border-b bg-canvas p-3 break-words whitespace-pre-wrap"
        >
          {row.value}
        </pre>
      )}
      <div className="flex h-8 items-center gap-1 pr-2 pl-3">
        <span className="num min-w-0 truncate text-fg-subtle" title={row.pointer === "" ? "/" : row.pointer}>
          {path}
        </span>
        <CopyButton label="Copy path" text={path} />
        <span className="flex-1" />
        {long && typeof row.value === "string" && (
          <Button
            size="small"
            variant="quiet"
            onClick={() => setWholeOf(showWhole ? undefined : row.pointer)}
          >
            {showWhole
              ? "Fold text"
              : `Whole text, ${formatBytes(new TextEncoder().encode(row.value).length)}`}
          </Button>
        )}
        {decodable && (
          <Button size="small" variant="quiet" onClick={() => onDecode(row)}>
            {row.decoded ? "As text" : "As JSON"}
          </Button>
        )}
        <CopyButton
          label="Copy value"
          showLabel
          text={() => (row.size === undefined ? leafText(row.value) : stringifyExact(row.value))}
        />
      </div>
    </div>
  );
}
