import type Database from "better-sqlite3";
import { parseExact } from "@/lib/domain/json/exact-json";
import { removedOnes } from "../records/list-versions";

/** A conversation of a window. `activity` is its last sign, epoch ms; those without one come last. */
export interface WindowedConversation {
  readonly conv_id: string;
  readonly activity: number | null;
  /** Place of its facets among all that are held. */
  readonly facets: number;
  /** Number by which the text index knows it, once it does. */
  number: number | undefined;
}

/** How many conversations a window begins with, and how many it grows to. */
export interface WindowSize {
  readonly first: number;
  readonly most: number;
}

/** When more than this many changed, reading all of them costs less. */
const fewChanges = 1_000;
/** Conversations that are read at once while a window grows: some 5 ms. */
const pieceSize = 500;

/** The status stands in its column: its facet is written with it, but by another statement. */
const columns = `c.conv_id, c.last_activity_ms,
  (SELECT s.conv FROM search_conversations s WHERE s.conv_id = c.conv_id),
  (SELECT json_group_array(json_array(f.facet, f.value)) FROM (
    SELECT facet, value FROM conversation_facets WHERE conv_id = c.conv_id AND facet <> 'status'
    UNION ALL SELECT 'status', c.status WHERE c.status IS NOT NULL) f)`;

/**
 * The newest conversations, all of them down to some one, and how they follow the store: by the versions that
 * `db/records/list-versions.ts` gives.
 */
export class WindowFill {
  /** In the order of the list: newest first, then by id. */
  conversations: WindowedConversation[] = [];
  /** Values of facets that any of them has or had. */
  readonly marks: { readonly facet: string; readonly value: string }[] = [];
  /** What facets conversations have, each set once, by their place in `marks`. */
  readonly sets: (readonly number[])[] = [];
  /** Whether there is no other conversation. */
  isAll = true;
  /** False when the window would end among conversations without a time, which have no order worth a window. */
  isOrdered = true;

  readonly #places = new Map<string, number>();
  /** Places of sets by their JSON text: many conversations have the same facets. */
  readonly #setPlaces = new Map<string, number>();
  readonly #byId = new Map<string, WindowedConversation>();
  /** Those that the text index did not know when they were read. */
  readonly #unnumbered = new Set<WindowedConversation>();
  readonly #latest: Database.Statement;
  readonly #removed: Database.Statement;
  readonly #newest: Database.Statement;
  readonly #further: Database.Statement;
  readonly #changed: Database.Statement;
  readonly #timeless: Database.Statement;
  readonly #number: Database.Statement;
  #isFull = false;
  #version: unknown;

  constructor(
    sqlite: Database.Database,
    private readonly size: WindowSize,
  ) {
    this.#latest = sqlite.prepare("SELECT max(version) FROM list_changes").pluck();
    this.#removed = sqlite.prepare("SELECT 1 FROM list_changes WHERE conv_id = ? AND version > ?").pluck();
    const inOrder = (where: string): Database.Statement =>
      sqlite
        .prepare(
          `SELECT ${columns} FROM (SELECT conv_id, last_activity_ms, status FROM conversations ${where}
           ORDER BY last_activity_ms DESC, conv_id LIMIT @limit) c`,
        )
        .raw();
    this.#newest = inOrder("");
    this.#further = inOrder(
      "WHERE last_activity_ms <= @activity AND (last_activity_ms < @activity OR conv_id > @conv_id)",
    );
    this.#changed = sqlite
      .prepare(
        `SELECT ${columns} FROM list_changes v CROSS JOIN conversations c ON c.conv_id = v.conv_id
         WHERE v.version > ? ORDER BY v.version LIMIT ${String(fewChanges + 1)}`,
      )
      .raw();
    this.#timeless = sqlite
      .prepare("SELECT 1 FROM conversations WHERE last_activity_ms IS NULL LIMIT 1")
      .pluck();
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

  /** Whether there may be more conversations to take in. */
  get canGrow(): boolean {
    return !this.isAll && this.isOrdered && !this.#isFull;
  }

  /** Takes in some more. Those without a time come after all others and stay out: such a window never holds all. */
  grow(): void {
    const last = this.conversations.at(-1);
    if (!this.canGrow || last === undefined || last.activity === null) return;
    const limit = Math.min(pieceSize, this.size.most - this.conversations.length);
    const rows = this.#further.all({ activity: BigInt(last.activity), conv_id: last.conv_id, limit });
    for (const row of rows) this.conversations.push(this.#keep(readRow(row)));
    if (rows.length < limit) this.isAll = this.#timeless.get() === undefined;
    this.#isFull = rows.length < limit || this.conversations.length >= this.size.most;
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
    const { first } = this.size;
    const rows = this.#newest.all({ limit: first + 1 }).map(readRow);
    this.isAll = rows.length <= first;
    this.isOrdered = this.isAll || rows[first - 1]?.activity !== null;
    this.#isFull = first >= this.size.most;
    this.#byId.clear();
    this.#unnumbered.clear();
    this.#setPlaces.clear();
    this.sets.length = 0;
    this.conversations = rows.slice(0, first).map((row) => this.#keep(row));
  }

  /** Puts a changed conversation to its place; false when only reading everything again tells what is in the window. */
  #take(row: ReadRow): boolean {
    const before = this.#byId.get(row.conv_id);
    if (before !== undefined) {
      this.conversations.splice(this.placeOf(before), 1);
      this.#unnumbered.delete(before);
      // Further back another one may be newer than it.
      if (!this.isAll && compare(row, before) > 0) return false;
    }
    const end = this.conversations.at(-1);
    // Between the last one and this there may be others.
    if (before === undefined && !this.isAll && end !== undefined && compare(row, end) > 0) return true;
    const one = this.#keep(row);
    this.conversations.splice(this.placeOf(one), 0, one);
    const last = this.conversations.length > this.size.most ? this.conversations.pop() : undefined;
    if (last !== undefined) {
      this.isAll = false;
      this.#byId.delete(last.conv_id);
      this.#unnumbered.delete(last);
      if (this.conversations.at(-1)?.activity === null) return false;
    }
    return true;
  }

  #keep({ conv_id, activity, number, facets }: ReadRow): WindowedConversation {
    const one = { conv_id, activity, number, facets: this.#setOf(facets) };
    this.#byId.set(conv_id, one);
    if (number === undefined) this.#unnumbered.add(one);
    return one;
  }

  #setOf(facets: string): number {
    let place = this.#setPlaces.get(facets);
    if (place === undefined) {
      place = this.sets.push(facetsOf(facets).map((facet) => this.#markOf(facet))) - 1;
      this.#setPlaces.set(facets, place);
    }
    return place;
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
  placeOf(one: WindowPlace): number {
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

/** What orders the list. */
export type WindowPlace = Pick<WindowedConversation, "conv_id" | "activity">;

/** Order of the list by last activity. */
function compare(a: WindowPlace, b: WindowPlace): number {
  if (a.activity === b.activity) return a.conv_id < b.conv_id ? -1 : a.conv_id > b.conv_id ? 1 : 0;
  if (a.activity === null) return 1;
  return b.activity === null ? -1 : b.activity - a.activity;
}

interface ReadRow extends WindowPlace {
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
