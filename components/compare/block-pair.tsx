"use client";
import clsx from "clsx";
import { Suspense, useState } from "react";
import { formatCount, plural } from "@/lib/client/format";
import type { CompareBlock, CompareTurn } from "@/lib/contracts/compare";
import { lazyPart } from "@/components/ui/lazy-part";

const WordPair = lazyPart(() => import("./word-pair"));

type BlockPairRow = CompareTurn["blocks"][number];

/** Blocks of a pair of turns; runs of equal ones are folded into one line. */
export function BlockPairs({ pairs, unfold }: { pairs: readonly BlockPairRow[]; unfold: boolean }) {
  return runsOf(pairs).map((run, at) =>
    run[0]?.state === "same" ? (
      <EqualBlocks key={at} blocks={run.flatMap((pair) => pair.a ?? [])} unfold={unfold} />
    ) : (
      run.map((pair, place) => <DifferingBlock key={`${String(at)}-${String(place)}`} pair={pair} />)
    ),
  );
}

/** Neighbours of which all are equal, or none is. */
function runsOf(pairs: readonly BlockPairRow[]): readonly (readonly BlockPairRow[])[] {
  const runs: BlockPairRow[][] = [];
  for (const pair of pairs) {
    const run = runs.at(-1);
    if (run !== undefined && (run[0]?.state === "same") === (pair.state === "same")) run.push(pair);
    else runs.push([pair]);
  }
  return runs;
}

function EqualBlocks({ blocks, unfold }: { blocks: readonly CompareBlock[]; unfold: boolean }) {
  const [toggled, setToggled] = useState(false);
  const isOpen = unfold !== toggled;
  return (
    <div className="border-b">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setToggled(!toggled)}
        className="ring-inside flex min-h-7 w-full items-center gap-2 bg-panel px-3 text-left text-xs text-fg-subtle hover:text-fg"
      >
        <span aria-hidden="true">{isOpen ? "▾" : "▸"}</span>
        {plural(blocks.length, "equal part")}: {blocks.map(nameOf).join(", ")}
      </button>
      {isOpen &&
        blocks.map((block, at) => (
          <div key={at} className="border-t px-3 py-1.5">
            <BlockName block={block} />
            <BlockText block={block} />
          </div>
        ))}
    </div>
  );
}

function DifferingBlock({ pair }: { pair: BlockPairRow }) {
  const { a, b } = pair;
  const isData = (a ?? b)?.is_data ?? false;
  const headA = a === null ? <Absent side="A" /> : <BlockHead block={a} side="A" />;
  const headB = b === null ? <Absent side="B" /> : <BlockHead block={b} side="B" />;
  return (
    <div
      data-difference=""
      tabIndex={-1}
      // Each side is a column; where there is room for one only, A stands above B.
      className="ring-inside grid grid-cols-1 border-b focus:bg-hover sm:grid-flow-col sm:grid-cols-2 sm:grid-rows-[auto_1fr]"
    >
      {headA}
      {a !== null && b !== null ? (
        <Suspense
          fallback={
            <>
              <BlockText block={a} padded />
              {headB}
              <BlockText block={b} padded />
            </>
          }
        >
          <WordPair a={a.text} b={b.text} isData={isData} headB={headB} />
        </Suspense>
      ) : (
        <>
          {a === null ? <Hatch /> : <BlockText block={a} padded />}
          {headB}
          {b === null ? <Hatch /> : <BlockText block={b} padded />}
        </>
      )}
    </div>
  );
}

function BlockHead({ block, side }: { block: CompareBlock; side: "A" | "B" }) {
  return (
    <div className="flex min-w-0 items-baseline gap-2 px-3 pt-1.5">
      <span className="text-xs text-fg-subtle sm:sr-only">{side}</span>
      <BlockName block={block} />
    </div>
  );
}

function BlockName({ block }: { block: CompareBlock }) {
  return (
    <p className="flex items-baseline gap-2 text-xs text-fg-subtle">
      <span className={clsx("font-medium", block.is_failed ? "text-err" : "text-fg-muted")}>
        {nameOf(block)}
      </span>
      {block.tool_name !== null && <span className="num">{block.tool_name}</span>}
      {block.text_length > block.text.length && (
        <span>
          first {formatCount(block.text.length)} of {formatCount(block.text_length)} characters
        </span>
      )}
    </p>
  );
}

function BlockText({ block, padded = false }: { block: CompareBlock; padded?: boolean }) {
  return (
    <p
      className={clsx(
        "min-w-0 break-words whitespace-pre-wrap",
        block.is_data ? "num" : "text-sm",
        block.is_failed && "text-err",
        padded && "px-3 pb-2",
      )}
    >
      {block.text}
      {block.text === "" && <span className="text-fg-subtle">no text</span>}
    </p>
  );
}

function Absent({ side }: { side: "A" | "B" }) {
  return <p className="px-3 pt-1.5 text-xs text-fg-subtle">not in {side}</p>;
}

function Hatch() {
  return <span aria-hidden="true" className="hidden sm:block" />;
}

function nameOf(block: Pick<CompareBlock, "kind" | "role">): string {
  if (block.kind === "llm_text") return "assistant";
  return block.kind === "other" && block.role !== null && block.role !== ""
    ? block.role
    : block.kind.replaceAll("_", " ");
}
