import type Database from "better-sqlite3";
import { BetweenRequests } from "../between-requests";
import type { ReadStore } from "../store";
import { integersOf } from "./integer-list";
import { NumberSet } from "./number-set";
import { firstTitled } from "./search-index";
import { kindNumber } from "./searched-sets";

/** To which conversations some records belong. */
export interface PlacedDocs {
  /** Numbers that `search_conversations` gives them. */
  readonly convs: NumberSet;
  /** Blocks: they belong to every conversation that holds them. */
  readonly blocks: readonly number[];
}

/** Records whose numbers lie side by side, and how many of such groups are kept at most. */
export interface PlacesSize {
  readonly chunk: number;
  readonly most: number;
}

/** 64 KB a group, read in some 2 ms; 32 MB in all, for the newest eight million records. */
const ordinarySize = { chunk: 16_384, most: 512 };

interface Chunk {
  /** By record: number of its conversation, or one of those below zero; zero while that is not known. */
  readonly places: Int32Array;
  /** Everything up to this record was read, but for what is indexed later. */
  readTo: number;
}

const [block, nowhere] = [-1, -2];
const columns = `group_concat(p.doc_id), group_concat(coalesce(p.conv, CASE p.kind WHEN ${String(kindNumber("block"))} THEN ${String(block)} ELSE ${String(nowhere)} END))`;

/**
 * `search_places` in memory, four bytes a record: a word that thousands of records say is placed by reading an array, where a
 * join takes 4 ms for 8,000. A record keeps its number and its conversation as long as it is indexed and its number is
 * never given again, so what is known stays true until the index is made anew. What is not known is asked for, and
 * groups of records are read between requests, newest first. A store has one.
 */
export class DocPlaces {
  static readonly #known = new WeakMap<ReadStore["sqlite"], DocPlaces>();

  readonly #chunks = new Map<number, Chunk>();
  readonly #reading: BetweenRequests;
  readonly #index: Database.Statement;
  readonly #last: Database.Statement;
  readonly #range: Database.Statement;
  readonly #named: Database.Statement;
  #indexId: unknown;

  constructor(
    private readonly sqlite: Database.Database,
    private readonly size: PlacesSize,
  ) {
    this.#index = sqlite.prepare("SELECT index_id FROM search_version").pluck();
    this.#last = sqlite.prepare("SELECT max(doc_id) FROM search_places WHERE doc_id < ?").pluck();
    this.#range = sqlite
      .prepare(`SELECT ${columns} FROM search_places p WHERE p.doc_id BETWEEN ? AND ?`)
      .raw();
    this.#named = sqlite
      .prepare(`SELECT ${columns} FROM json_each(?) j CROSS JOIN search_places p ON p.doc_id = j.value`)
      .raw();
    this.#reading = new BetweenRequests(sqlite, () => this.readSome());
  }

  static of({ sqlite }: ReadStore): DocPlaces {
    let places = DocPlaces.#known.get(sqlite);
    if (places === undefined) {
      places = new DocPlaces(sqlite, ordinarySize);
      DocPlaces.#known.set(sqlite, places);
    }
    return places;
  }

  /** Places records that the index has. To be asked in one transaction with what found them. */
  placesOf(docs: readonly number[]): PlacedDocs {
    this.#refresh();
    const convs = new NumberSet();
    const blocks: number[] = [];
    let last = 0;
    const add = (doc: number, place: number): void => {
      // Records of one conversation come side by side.
      if (place > 0 && place !== last) convs.add(place);
      else if (place === block) blocks.push(doc);
      last = place;
    };
    const unknown: number[] = [];
    let [number, chunk]: [number, Chunk | undefined] = [-1, undefined];
    for (const doc of docs) {
      const here = this.#chunkOf(doc);
      if (here !== number) [number, chunk] = [here, this.#chunks.get(here)];
      const place = chunk?.places[doc - here * this.size.chunk] ?? 0;
      if (place === 0) unknown.push(doc);
      else add(doc, place);
    }
    if (unknown.length > 0) this.#take(this.#named.get(JSON.stringify(unknown)), add);
    this.#reading.begin();
    return { convs, blocks };
  }

  /** Reads a group that is not known yet, newest first; false when all are that are kept. */
  readSome(): boolean {
    return this.sqlite.transaction(() => {
      this.#refresh();
      for (const [from, end] of [
        [firstTitled, Number.MAX_SAFE_INTEGER],
        [0, firstTitled],
      ] as const) {
        const last = Number(this.#last.get(end) ?? 0);
        for (let number = this.#chunkOf(last); last > from && number >= this.#chunkOf(from); number -= 1) {
          const chunk = this.#chunkFor(number);
          if (chunk === undefined) return false;
          const to = Math.min(last, (number + 1) * this.size.chunk - 1);
          if (chunk.readTo >= to) continue;
          this.#take(this.#range.get(chunk.readTo + 1, to));
          chunk.readTo = to;
          return true;
        }
      }
      return false;
    })();
  }

  /** Records whose places are kept. */
  get known(): number {
    return [...this.#chunks.values()].reduce(
      (sum, { places }) => sum + places.reduce((some, place) => some + Number(place !== 0), 0),
      0,
    );
  }

  #refresh(): void {
    const indexId = this.#index.get();
    if (indexId === this.#indexId) return;
    this.#chunks.clear();
    this.#indexId = indexId;
  }

  #chunkOf(doc: number): number {
    return Math.floor(doc / this.size.chunk);
  }

  /** Keeps a row of `columns`. */
  #take(row: unknown, each?: (doc: number, place: number) => void): void {
    const [docs = [], places = []] = (row as readonly [unknown, unknown]).map(integersOf);
    let [number, chunk]: [number, Chunk | undefined] = [-1, undefined];
    for (let at = 0; at < docs.length; at += 1) {
      const [doc = 0, place = nowhere] = [docs[at], places[at]];
      const here = this.#chunkOf(doc);
      if (here !== number) [number, chunk] = [here, this.#chunkFor(here)];
      if (chunk !== undefined) chunk.places[doc - here * this.size.chunk] = place;
      each?.(doc, place);
    }
  }

  /** The group of that number; the oldest makes room for it, and none is kept that is older than all when there is no room. */
  #chunkFor(number: number): Chunk | undefined {
    let chunk = this.#chunks.get(number);
    if (chunk !== undefined) return chunk;
    if (this.#chunks.size >= this.size.most) {
      const oldest = Math.min(...this.#chunks.keys());
      if (number < oldest) return undefined;
      this.#chunks.delete(oldest);
    }
    chunk = { places: new Int32Array(this.size.chunk), readTo: number * this.size.chunk - 1 };
    this.#chunks.set(number, chunk);
    return chunk;
  }
}
