import type { QueryFault, Span } from "./query";

/** A value as it stands in the text. Quotes are taken off; `isQuoted` says that nothing in it is a sign. */
export interface Written extends Span {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** One term before its meaning is known. `name` is what stands before a colon. */
export interface Word extends Span {
  readonly isExcluded: boolean;
  readonly name: Written | undefined;
  readonly values: readonly Written[];
}

const fieldPattern = /[A-Za-z_][\w-]*(?=:)/y;

/** Splits the text of a query into terms. Never fails: what cannot be read is a fault beside the rest. */
export function readWords(text: string): { words: readonly Word[]; faults: readonly QueryFault[] } {
  const words: Word[] = [];
  const faults: QueryFault[] = [];
  let at = 0;
  for (;;) {
    while (at < text.length && isSpace(text, at)) at += 1;
    if (at >= text.length) return { words, faults };
    const from = at;
    const isExcluded = text[at] === "-";
    if (isExcluded) at += 1;
    const name = readName(text, at);
    if (name !== undefined) at = name.to + 1;
    const values: Written[] = [];
    do {
      if (values.length > 0) at += 1;
      const value = readValue(text, at, name !== undefined);
      if (value.isQuoted && !isClosed(text, value))
        faults.push({ from: value.from, to: value.to, message: "The quote is not closed." });
      values.push(value);
      at = value.to;
    } while (name !== undefined && text[at] === ",");
    words.push({ from, to: at, isExcluded, name, values });
  }
}

function readName(text: string, at: number): Written | undefined {
  fieldPattern.lastIndex = at;
  const found = fieldPattern.exec(text)?.[0];
  return found === undefined ? undefined : { text: found, isQuoted: false, from: at, to: at + found.length };
}

function readValue(text: string, from: number, endsAtComma: boolean): Written {
  if (text[from] === '"') return readQuoted(text, from);
  let to = from;
  while (to < text.length && !isSpace(text, to) && !(endsAtComma && text[to] === ",")) to += 1;
  return { text: text.slice(from, to), isQuoted: false, from, to };
}

function readQuoted(text: string, from: number): Written {
  let content = "";
  let at = from + 1;
  while (at < text.length && text[at] !== '"') {
    if (text[at] === "\\" && at + 1 < text.length) at += 1;
    content += text[at] ?? "";
    at += 1;
  }
  return { text: content, isQuoted: true, from, to: Math.min(text.length, at + 1) };
}

/** Whether a quoted value ends with the quote that closes it: one that no backslash takes away. */
function isClosed(text: string, { from, to }: Span): boolean {
  if (to - from < 2 || text[to - 1] !== '"') return false;
  let slashes = 0;
  while (text[to - 2 - slashes] === "\\" && to - 2 - slashes > from) slashes += 1;
  return slashes % 2 === 0;
}

function isSpace(text: string, at: number): boolean {
  return /\s/.test(text[at] ?? "");
}

/** Writes a value so that it is read back as it is. */
export function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}
