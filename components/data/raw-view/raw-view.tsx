"use client";
import WrapText from "lucide-react/icons/wrap-text";
import clsx from "clsx";
import { useMemo, useRef, useState, type ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { formatBytes } from "@/lib/client/format";
import { decodeUtf8, findInText } from "@/lib/client/text-rows";
import { FindBar } from "../find-bar";
import { HexLines } from "./hex-lines";
import { TextLines } from "./text-lines";

export interface RawViewProps {
  /** Accessible name: "Envelope 48,211". */
  label: string;
  /** The bytes exactly as stored. */
  bytes: Uint8Array;
  /** Shown first; bytes that are not UTF-8 start as hex. */
  initialMode?: "text" | "hex";
  /** Controls at the end of the bar: copy, download. */
  toolbar?: ReactNode;
  className?: string;
}

const matchLimit = 5000;

/** Bytes as text or as a hex dump, with search and line wrap. Only the rows on screen exist. */
export function RawView({ label, bytes, initialMode, toolbar, className }: RawViewProps) {
  const { text, valid } = useMemo(() => decodeUtf8(bytes), [bytes]);
  const [mode, setMode] = useState(initialMode ?? (valid ? "text" : "hex"));
  const [wrap, setWrap] = useState(true);
  const [query, setQuery] = useState("");
  const [current, setCurrent] = useState<number>();
  const searchInput = useRef<HTMLInputElement>(null);
  const matches = useMemo(() => findInText(text, query, matchLimit), [text, query]);
  const move = (step: 1 | -1) => {
    if (matches.length === 0) return;
    setMode("text");
    setCurrent((at) =>
      at === undefined
        ? step === 1
          ? 0
          : matches.length - 1
        : (at + step + matches.length) % matches.length,
    );
  };
  return (
    <div
      className={clsx("flex min-h-0 min-w-0 flex-1 flex-col", className)}
      onKeyDown={(event) => {
        if (event.key.toLowerCase() !== "f" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        searchInput.current?.focus();
        searchInput.current?.select();
      }}
    >
      <FindBar
        label={`Search in ${label}`}
        query={query}
        onQueryChange={(next) => {
          setQuery(next);
          setCurrent(undefined);
        }}
        count={matches.length}
        current={current ?? 0}
        limited={matches.length >= matchLimit}
        onMove={move}
        inputRef={searchInput}
        end={
          <>
            {!valid && (
              <Badge
                tone="warn"
                glyph="triangle"
                title="Bytes that are not UTF-8 are shown as � in the text; the hex dump is exact"
              >
                not UTF-8
              </Badge>
            )}
            <span className="text-2xs text-fg-subtle">{formatBytes(bytes.length)}</span>
            <Button
              size="small"
              variant="quiet"
              aria-pressed={mode === "hex"}
              onClick={() => setMode(mode === "hex" ? "text" : "hex")}
            >
              {mode === "hex" ? "As text" : "As hex"}
            </Button>
            {mode === "text" && (
              <IconButton
                label="Wrap lines"
                pressed={wrap}
                icon={<WrapText width={14} height={14} />}
                onClick={() => setWrap(!wrap)}
              />
            )}
            {toolbar}
          </>
        }
      />
      {mode === "hex" ? (
        <HexLines label={label} bytes={bytes} />
      ) : (
        <TextLines
          key={wrap ? "wrapped" : "unwrapped"}
          label={label}
          text={text}
          wrap={wrap}
          query={query}
          showOffset={current === undefined ? undefined : matches[current]}
        />
      )}
    </div>
  );
}
