import { parseExact } from "@/lib/domain/json/exact-json";
import type { JsonValue } from "@/lib/domain/model/field";

/** A bare word, or a quoted text or JSON value: `18` is a word, `"18"` a text. */
export type TokenValue =
  { readonly bare: true; readonly value: string } | { readonly bare: false; readonly value: JsonValue };

/** A value behind a verb, with its name when it was written `name=value`. */
export type Token = TokenValue & { readonly name?: string | undefined };

/** One statement of a scenario. */
export interface Statement {
  /** 1-based line in the text. */
  readonly line: number;
  /** Blanks in front of it. */
  readonly indent: number;
  /** Time after the start of its section, ms; undefined when none is written. */
  readonly atMs: number | undefined;
  readonly verb: string;
  readonly tokens: readonly Token[];
}

/** Reads one line. Undefined for blank lines and comments. Throws SyntaxError with what is wrong. */
export function readStatement(text: string, line: number): Statement | undefined {
  const indent = text.length - text.trimStart().length;
  const words = cut(text.trim());
  if (words.length === 0) return undefined;
  const timed = /^\+[\d.]/.test(words[0] ?? "");
  const atMs = timed ? readDuration((words[0] ?? "").slice(1)) : undefined;
  const [verb, ...rest] = timed ? words.slice(1) : words;
  if (verb === undefined) throw new SyntaxError("a time without a verb");
  return { line, indent, atMs, verb, tokens: rest.map(readToken) };
}

/** `250`, `250ms`, `1.5s`, `2m`, `3h`, `1d` as ms. Throws SyntaxError for anything else. */
export function readDuration(text: string): number {
  const match = /^(-?\d+(?:\.\d+)?)(ms|s|m|h|d)?$/.exec(text);
  if (match === null) throw new SyntaxError(`"${text}" is no duration (250, 250ms, 1.5s, 2m, 3h, 1d)`);
  return Math.round(Number(match[1]) * (unitMs[match[2] ?? "ms"] ?? 1));
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Cuts at blanks outside quotes and brackets; `#` after a blank starts a comment. */
function cut(text: string): string[] {
  const words: string[] = [];
  let word = "";
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quoted) {
      word += character;
      if (character === "\\") word += text.charAt((at += 1));
      else if (character === '"') quoted = false;
      continue;
    }
    if (depth === 0 && word === "" && character === "#") break;
    if (depth === 0 && /\s/.test(character)) {
      if (word !== "") words.push(word);
      word = "";
      continue;
    }
    if (character === '"') quoted = true;
    if (character === "{" || character === "[") depth += 1;
    if (character === "}" || character === "]") depth -= 1;
    word += character;
  }
  if (quoted) throw new SyntaxError("a quoted text does not end on its line");
  if (depth !== 0) throw new SyntaxError("brackets do not match");
  if (word !== "") words.push(word);
  return words;
}

function readToken(word: string): Token {
  const named = /^([a-z][\w.]*)=(.*)$/s.exec(word);
  if (named === null) return readValue(word);
  if (named[2] === "") throw new SyntaxError(`${String(named[1])}= has no value`);
  return { name: named[1], ...readValue(named[2] ?? "") };
}

function readValue(word: string): TokenValue {
  if (!/^["{[]/.test(word)) return { value: word, bare: true };
  try {
    return { value: parseExact(word), bare: false };
  } catch (cause) {
    throw new SyntaxError(`${word} is not valid JSON`, { cause });
  }
}
