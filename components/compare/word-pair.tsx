"use client";
import clsx from "clsx";
import { useMemo, type ReactNode } from "react";
import { diffWords, type DiffPiece } from "@/lib/client/diff-words";

/** Beyond it a comparison by words takes seconds. */
const limit = 20_000;

export interface WordPairProps {
  a: string;
  b: string;
  /** Arguments or results rather than prose. */
  isData: boolean;
  /** What stands above the second text. */
  headB: ReactNode;
}

/** Two versions of a text, one after the other, with the words that the other side lacks marked. */
export default function WordPair({ a, b, isData, headB }: WordPairProps) {
  const { before, after } = useMemo(() => diffWords(a, b, limit), [a, b]);
  return (
    <>
      <Side pieces={before} tone="text-err" spoken="only in A: " isData={isData} />
      {headB}
      <Side pieces={after} tone="text-ok" spoken="only in B: " isData={isData} />
    </>
  );
}

function Side({
  pieces,
  tone,
  spoken,
  isData,
}: {
  pieces: readonly DiffPiece[];
  tone: string;
  spoken: string;
  isData: boolean;
}) {
  return (
    <p className={clsx("min-w-0 px-3 pb-2 break-words whitespace-pre-wrap", isData ? "num" : "text-sm")}>
      {pieces.map((piece, at) =>
        piece.changed && piece.text.trim() !== "" ? (
          <span
            key={at}
            className={clsx(tone, "rounded-mark bg-raised underline decoration-2 underline-offset-2")}
          >
            <span className="sr-only">{spoken}</span>
            {piece.text}
          </span>
        ) : (
          piece.text
        ),
      )}
    </p>
  );
}
