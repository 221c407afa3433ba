import type { JoinedItem, Mark } from "@/lib/contracts/joined";
import type { LinkKind, RecordKind } from "@/lib/contracts/vocabulary";

/** A record in words: what every list that mixes kinds shows of it. */
export interface Described {
  readonly ref: string;
  readonly kind: RecordKind;
  readonly conv_id: string | null;
  readonly turn_id: string | null;
  /** Envelope that the record is, or that stated it last. */
  readonly ordinal: bigint | null;
  readonly seq: bigint | null;
  readonly at_ms: number | null;
  /** Type, name or code. */
  readonly title: string;
  /** One line. */
  readonly summary: string;
  readonly took_ms: number | null;
  readonly mark: Mark;
  readonly tone: JoinedItem["tone"];
  readonly subject: string | null;
  readonly byte_length: number | null;
  readonly links: readonly { readonly ref: string; readonly how: LinkKind }[];
}

type Needed = Pick<Described, "ref" | "kind" | "title" | "summary" | "mark">;

/** A description from the parts that a kind has. */
export function described(parts: Needed & Partial<Described>): Described {
  return {
    conv_id: null,
    turn_id: null,
    ordinal: null,
    seq: null,
    at_ms: null,
    took_ms: null,
    tone: null,
    subject: null,
    byte_length: null,
    links: [],
    ...parts,
  };
}

/** First line of a text, cut to `length` characters. */
export function oneLine(text: string | null | undefined, length = 160): string {
  if (text === null || text === undefined) return "";
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}

/** Joins the parts that say something. */
export function phrase(...parts: readonly (string | null | undefined | false)[]): string {
  return parts.filter((part) => typeof part === "string" && part !== "").join(" · ");
}

/** "1 block", "3 blocks"; empty for an unknown number. */
export function countOf(count: number | null | undefined, noun: string): string {
  if (count === null || count === undefined) return "";
  return `${grouped(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** 5812 -> "5,812". */
export function grouped(count: number | bigint): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** Links to records whose id is there. */
export function linksTo(...refs: readonly (string | false | null | undefined)[]): Described["links"] {
  return refs.filter((ref) => typeof ref === "string").map((ref) => ({ ref, how: "explicit" as const }));
}
