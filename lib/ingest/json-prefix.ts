import type { JsonValue } from "@/lib/domain/model/field";
import { readJson } from "./read-json";

/** Values read before the text ended; `isWhole` is false for one that was cut off or is malformed. */
export interface PrefixValue {
  readonly value: JsonValue;
  readonly isWhole: boolean;
}

/** What the reader gives up on: deeper structures are not looked at by detection. */
const depthLimit = 64;

/**
 * Reads the JSON values at the start of a text that may be cut off anywhere: members read so far are kept.
 * For detection only: numbers are rounded, and a malformed value ends the reading.
 */
export function readPrefix(text: string, limit: number): readonly PrefixValue[] {
  const reader = new PrefixReader(text);
  const values: PrefixValue[] = [];
  while (values.length < limit && reader.hasMore()) {
    const value = reader.value(0);
    if (value === undefined) break;
    values.push({ value, isWhole: !reader.isBroken });
    if (reader.isBroken) break;
  }
  return values;
}

class PrefixReader {
  private at = 0;
  /** The text ended inside a value, or stopped being JSON. */
  isBroken = false;

  constructor(private readonly text: string) {}

  hasMore(): boolean {
    this.skipSpace();
    return this.at < this.text.length;
  }

  value(depth: number): JsonValue | undefined {
    this.skipSpace();
    const start = this.text[this.at];
    if (depth > depthLimit) {
      this.broken();
      return undefined;
    }
    if (start === "{") return this.object(depth);
    if (start === "[") return this.array(depth);
    if (start === '"') return this.string();
    return this.scalar();
  }

  private object(depth: number): JsonValue {
    const members: [string, JsonValue][] = [];
    this.at += 1;
    for (;;) {
      this.skipSpace();
      if (this.take("}")) break;
      const key = this.text[this.at] === '"' ? this.string() : undefined;
      this.skipSpace();
      if (this.isBroken || typeof key !== "string" || !this.take(":")) {
        this.broken();
        break;
      }
      const value = this.value(depth + 1);
      if (value !== undefined) members.push([key, value]);
      if (!this.next("}")) break;
    }
    return Object.fromEntries(members);
  }

  private array(depth: number): JsonValue {
    const items: JsonValue[] = [];
    this.at += 1;
    for (;;) {
      this.skipSpace();
      if (this.take("]")) break;
      const value = this.value(depth + 1);
      if (value !== undefined) items.push(value);
      if (!this.next("]")) break;
    }
    return items;
  }

  /** Steps over a comma; false at the end of the structure or where the text breaks off. */
  private next(close: string): boolean {
    if (this.isBroken) return false;
    this.skipSpace();
    if (this.take(close)) return false;
    if (this.take(",")) return true;
    this.broken();
    return false;
  }

  private string(): string | undefined {
    const start = this.at;
    for (let at = start + 1; at < this.text.length; at += 1) {
      if (this.text[at] === "\\") at += 1;
      else if (this.text[at] === '"') {
        this.at = at + 1;
        return this.parsed(this.text.slice(start, at + 1));
      }
    }
    this.at = this.text.length;
    this.broken();
    return undefined;
  }

  /** Text of a literal; a literal that is not JSON ends the reading. */
  private parsed(literal: string): string | undefined {
    const reading = readJson(Buffer.from(literal, "utf8"));
    if (reading.ok && typeof reading.value === "string") return reading.value;
    this.broken();
    return undefined;
  }

  private scalar(): JsonValue | undefined {
    const match = /^(?:true|false|null|-?\d[\d.eE+-]*)(?=[\s,\]}]|$)/.exec(
      this.text.slice(this.at, this.at + 400),
    );
    if (match === null) {
      this.broken();
      return undefined;
    }
    this.at += match[0].length;
    if (match[0] === "true" || match[0] === "false") return match[0] === "true";
    return match[0] === "null" ? null : Number(match[0]);
  }

  private take(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  private broken(): void {
    this.isBroken = true;
  }

  private skipSpace(): void {
    while (this.at < this.text.length && " \t\n\r".includes(this.text[this.at] ?? "")) this.at += 1;
  }
}
