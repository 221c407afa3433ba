import { diffLines } from "diff";
import { diffWords, type DiffPiece } from "./diff-words";

export type DiffRow = DiffLine | DiffFold;

export interface DiffLine {
  readonly kind: "same" | "removed" | "added";
  /** Line numbers from 1; undefined on the side where the line is not. */
  readonly before: number | undefined;
  readonly after: number | undefined;
  readonly pieces: readonly DiffPiece[];
  /** Number of the change it belongs to, from 0; undefined for unchanged lines. */
  readonly change: number | undefined;
}

/** Unchanged lines folded away. */
export interface DiffFold {
  readonly kind: "fold";
  readonly id: number;
  readonly lines: readonly DiffLine[];
}

export interface DiffResult {
  readonly rows: readonly DiffRow[];
  readonly changes: number;
  readonly added: number;
  readonly removed: number;
  /** False when the texts differ too much to compare line by line in time; everything is then replaced. */
  readonly complete: boolean;
}

const contextLines = 3;
/** Most edits looked for; beyond it a comparison would take seconds and show nothing readable. */
const maxEdits = 1000;
/** Word comparison of a pair of lines is worth it only while lines can be read. */
const maxWordLine = 4000;

/**
 * Unified comparison of two texts by lines, and by words inside lines that replace each other. Unchanged
 * runs are folded to three lines around each change. Pure.
 */
export function diffRows(before: string, after: string): DiffResult {
  const parts = diffLines(before, after, { maxEditLength: maxEdits });
  const found = parts ?? [
    { value: before, removed: true, added: false },
    { value: after, removed: false, added: true },
  ];
  const lines: DiffLine[] = [];
  let beforeLine = 1;
  let afterLine = 1;
  let changes = 0;
  for (let at = 0; at < found.length; at += 1) {
    const part = found[at];
    if (part === undefined || part.value === "") continue;
    if (!part.removed && !part.added) {
      for (const text of linesOf(part.value)) {
        lines.push({
          kind: "same",
          before: beforeLine++,
          after: afterLine++,
          pieces: [{ text, changed: false }],
          change: undefined,
        });
      }
      continue;
    }
    const next = found[at + 1];
    const replaced = part.removed && next?.added === true ? next : undefined;
    const removed = part.removed ? linesOf(part.value) : [];
    const added = part.added ? linesOf(part.value) : replaced === undefined ? [] : linesOf(replaced.value);
    const change = changes++;
    const pairs = removed.map((text, index) => piecesOf(text, added[index]));
    removed.forEach((text, index) => {
      lines.push({
        kind: "removed",
        before: beforeLine++,
        after: undefined,
        pieces: pairs[index]?.removed ?? whole(text),
        change,
      });
    });
    added.forEach((text, index) => {
      lines.push({
        kind: "added",
        before: undefined,
        after: afterLine++,
        pieces: pairs[index]?.added ?? whole(text),
        change,
      });
    });
    if (replaced !== undefined) at += 1;
  }
  return {
    rows: folded(lines),
    changes,
    added: lines.filter((line) => line.kind === "added").length,
    removed: lines.filter((line) => line.kind === "removed").length,
    complete: parts !== undefined,
  };
}

/** Rows with the chosen folds opened. */
export function unfolded(rows: readonly DiffRow[], open: ReadonlySet<number>): readonly DiffRow[] {
  return rows.flatMap((row): readonly DiffRow[] =>
    row.kind === "fold" && open.has(row.id) ? row.lines : [row],
  );
}

function linesOf(text: string): readonly string[] {
  const lines = text.split("\n");
  if (lines[lines.length - 1] === "") lines.pop();
  return lines;
}

const whole = (text: string): readonly DiffPiece[] => [{ text, changed: true }];

/** Word pieces of two lines of which one replaced the other; undefined sides are changed as a whole. */
function piecesOf(removed: string, added: string | undefined) {
  if (added === undefined) return { removed: whole(removed), added: undefined };
  const { before, after } = diffWords(removed, added, maxWordLine);
  return { removed: before, added: after };
}

function folded(lines: readonly DiffLine[]): readonly DiffRow[] {
  const rows: DiffRow[] = [];
  let at = 0;
  while (at < lines.length) {
    let end = at;
    while (end < lines.length && lines[end]?.kind === "same") end += 1;
    if (end > at) {
      const head = at === 0 ? 0 : contextLines;
      const tail = end === lines.length ? 0 : contextLines;
      const hidden = lines.slice(at + head, Math.max(at + head, end - tail));
      // A fold takes a row itself, so folding one or two lines saves nothing.
      if (hidden.length < 3) rows.push(...lines.slice(at, end));
      else {
        rows.push(...lines.slice(at, at + head));
        rows.push({ kind: "fold", id: at, lines: hidden });
        rows.push(...lines.slice(end - tail, end));
      }
      at = end;
    } else {
      const line = lines[at];
      if (line !== undefined) rows.push(line);
      at += 1;
    }
  }
  return rows;
}
