import type Database from "better-sqlite3";
import { parseExact } from "@/lib/domain/json/exact-json";
import { removedOnes } from "../records/list-versions";

/** A conversation of a window. `activity` is its last sign, epoch ms; those without one come last. */
export interface WindowedConversation {
  readonly conv_id: string;
  readonly activity: number | null;
  /** Values of its facets, by their place in the list of all. */
  readonly marks: readonly number[];
  /** Number by which the text index knows it, once it does. */
  number: number | undefined;
}

/** When more than this many changed, reading all of them costs less. */
const fewChanges = 1_000;

/** The status stands in its column: its facet is written with it, but by another statement. */
const columns = `c.conv_id, c.last_activity_ms,
  (SELECT s.conv FROM search_conversations s WHERE s.conv_id = c.conv_id),
  (SELECT json_group_array(json_array(f.facet, f.value)) FROM (
    SELECT facet, value FROM conversation_facets WHERE conv_id = c.conv_id AND facet <> 'status'
    UNION ALL SELECT 'status', c.status WHERE c.status IS NOT NULL) f)`;

/** What a window holds, and how it follows the store: by the versions that `db/records/list-versions.ts` gives. */
export class WindowFill {
  /** In the order of the list: newest first, then by id. */
  conversations: WindowedConversation[] = [];
  /** Values of facets that any of them has or had. */
  readonly marks: { readonly facet: string; readonly value: string }[] = [];
  /** Whether there is no other conversation. */
  isAll = true;
  /** False when the window would end among conversations without a time, which have no order worth a window. */
  isOrdered = true;

  readonly #places = new Map<string, number>();
  /** Facets of conversations, as their JSON text: many have the same. */
  readonly #sets = new Map<string, readonly number[]>();
  readonly #byId = new Map<string, WindowedConversation>();
  /** Those that the text index did not know when they were read. */
  readonly #unnumbered = new Set<WindowedConversation>();
  readonly #latest: Database.Statement;
  readonly #removed: Database.Statement;
  readonly #all: Database.Statement;
  readonly #changed: Database.Statement;
  readonly #number: Database.Statement;
  #version: unknown;

  constructor(
    sqlite: Database.Database,
    private readonly size: number,
  ) {
    this.#latest = sqlite.prepare("SELECT max(version) FROM list_changes").pluck();
    this.#removed = sqlite.prepare("SELECT 1 FROM list_changes WHERE conv_id = ? AND version > ?").pluck();
    this.#all = sqlite
      .prepare(
        `SELECT ${columns} FROM (SELECT conv_id, last_activity_ms, status FROM conversations
         ORDER BY last_activity_ms DESC, conv_id LIMIT ?) c`,
      )
      .raw();
    this.#changed = sqlite
      .prepare(
        `SELECT ${columns} FROM list_changes v CROSS JOIN conversations c ON c.conv_id = v.conv_id
         WHERE v.version > ? ORDER BY v.version LIMIT ${String(fewChanges + 1)}`,
      )
      .raw();
    this.#number = sqlite.prepare("SELECT conv FROM search_conversations WHERE conv_id = ?").pluck();
  }

  /** Brings the window up to date. One probe when nothing changed. */
  refresh(): void {
    const version = this.#latest.get();
    const known = this.#version;
    if (known !== undefined && known === version) return;
    const isClear = known !== undefined && this.#removed.get(removedOnes, known) === undefined;
    const changed = isClear ? this.#changed.all(known).map(readRow) : undefined;
    const isFew =
      changed !== undefined && changed.length <= fewChanges && changed.every((row) => this.#take(row));
    if (!isFew) this.#takeAll();
    this.#version = version;
  }

  /** Asks for the numbers that were not known yet. */
  numberAll(): void {
    for (const one of this.#unnumbered) {
      const number: unknown = this.#number.get(one.conv_id);
      if (typeof number !== "bigint") continue;
      one.number = Number(number);
      this.#unnumbered.delete(one);
    }
  }

  #takeAll(): void {
    const rows = this.#all.all(this.size + 1).map(readRow);
    this.isAll = rows.length <= this.size;
    this.isOrdered = this.isAll || rows[this.size - 1]?.activity !== null;
    this.#byId.clear();
    this.#unnumbered.clear();
    this.#sets.clear();
    this.conversations = rows.slice(0, this.size).map((row) => this.#keep(row));
  }

  /** Puts a changed conversation to its place; false when only reading everything again tells what is in the window. */
  #take(row: ReadRow): boolean {
    const before = this.#byId.get(row.conv_id);
    if (before !== undefined) {
      this.conversations.splice(this.#placeOf(before), 1);
      this.#unnumbered.delete(before);
      // Further back another one may be newer than it.
      if (!this.isAll && compare(row, before) > 0) return false;
    }
    const one = this.#keep(row);
    this.conversations.splice(this.#placeOf(one), 0, one);
    const last = this.conversations.length > this.size ? this.conversations.pop() : undefined;
    if (last !== undefined) {
      this.isAll = false;
      this.#byId.delete(last.conv_id);
      this.#unnumbered.delete(last);
      if (this.conversations.at(-1)?.activity === null) return false;
    }
    return true;
  }

  #keep({ conv_id, activity, number, facets }: ReadRow): WindowedConversation {
    const one = { conv_id, activity, number, marks: this.#marksOf(facets) };
    this.#byId.set(conv_id, one);
    if (number === undefined) this.#unnumbered.add(one);
    return one;
  }

  #marksOf(facets: string): readonly number[] {
    let marks = this.#sets.get(facets);
    if (marks === undefined) {
      marks = facetsOf(facets).map((facet) => this.#markOf(facet));
      this.#sets.set(facets, marks);
    }
    return marks;
  }

  #markOf([facet, value]: readonly [string, string]): number {
    const key = JSON.stringify([facet, value]);
    let mark = this.#places.get(key);
    if (mark === undefined) {
      mark = this.marks.push({ facet, value }) - 1;
      this.#places.set(key, mark);
    }
    return mark;
  }

  /** Place of a conversation, or where it belongs. */
  #placeOf(one: Place): number {
    let [from, to] = [0, this.conversations.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      const there = this.conversations[middle];
      if (there !== undefined && compare(there, one) < 0) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

type Place = Pick<WindowedConversation, "conv_id" | "activity">;

/** Order of the list by last activity. */
export function compare(a: Place, b: Place): number {
  if (a.activity === b.activity) return a.conv_id < b.conv_id ? -1 : a.conv_id > b.conv_id ? 1 : 0;
  if (a.activity === null) return 1;
  return b.activity === null ? -1 : b.activity - a.activity;
}

interface ReadRow extends Place {
  readonly number: number | undefined;
  /** JSON of its facets. */
  readonly facets: string;
}

function readRow(row: unknown): ReadRow {
  const [conv_id, activity, number, facets] = columnsOf(row);
  return {
    conv_id,
    activity: activity === null ? null : Number(activity),
    number: number === null ? undefined : Number(number),
    facets,
  };
}

/** Row of `columns`, in their order. */
function columnsOf(
  row: unknown,
): readonly [id: string, at: bigint | null, number: bigint | null, facets: string] {
  return row as ReturnType<typeof columnsOf>;
}

/** What `columns` makes of facets. */
function facetsOf(json: string): readonly (readonly [facet: string, value: string])[] {
  return parseExact(json) as unknown as ReturnType<typeof facetsOf>;
}
