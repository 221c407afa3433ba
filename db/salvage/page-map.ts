import type { DamagedFile } from "./damaged-file";
import { childrenOf, readTreePage } from "./tree-page";

/** Uses of a page as the map of an auto-vacuum database notes them (sqlite.org/fileformat2.html, section 1.8). */
const uses = { root: 1, free: 2, firstOverflow: 3, nextOverflow: 4, tree: 5 } as const;
/** Trees are not higher; longer ways are loops in damaged pages. */
const highest = 40;
/** SQLite never uses the page that holds this byte. */
const lockByte = 0x4000_0000;

interface Entry {
  readonly use: number;
  readonly parent: number;
}

/** Pages of one tree. */
export interface TreePages {
  /** Readable pages: leaves of a table; leaves and inner pages of an index. */
  readonly rows: number[];
  /** Pages that belong to the tree and are not readable. */
  readonly damaged: number[];
}

/**
 * Tells to which tree a page belongs without walking down from the roots, which damage may have cut off: the file
 * keeps a map of the parent of every page. Where that is damaged itself, inner pages tell of their children.
 */
export class PageMap {
  readonly #perMap: number;
  readonly #maps = new Map<number, Buffer | undefined>();
  readonly #parents = new Map<number, number>();
  /** By number of the root page. */
  readonly trees = new Map<number, TreePages>();
  /** Pages that look like leaves and belong to no tree that is known. */
  readonly strays: number[] = [];

  constructor(private readonly file: DamagedFile) {
    this.#perMap = Math.floor(file.usable / 5) + 1;
    this.#readParents();
    for (let page = 1; page <= file.pageCount; page += 1) this.#place(page);
  }

  /** Whether a page may be a part of a cell: the map says so, or the map cannot be read. */
  isOverflow(page: number, before: number, isFirst: boolean): boolean {
    if (page < 2 || page > this.file.pageCount) return false;
    const entry = this.#entryOf(page);
    if (entry === undefined) return true;
    return entry.use === (isFirst ? uses.firstOverflow : uses.nextOverflow) && entry.parent === before;
  }

  #readParents(): void {
    for (let number = 1; number <= this.file.pageCount; number += 1) {
      const bytes = this.#isMap(number) ? undefined : this.file.page(number);
      const page = bytes === undefined ? undefined : readTreePage(number, bytes, this.file.usable);
      if (page === undefined) continue;
      for (const child of childrenOf(page)) this.#parents.set(child, number);
    }
  }

  #place(number: number): void {
    if (this.#isMap(number)) return;
    const use = number === 1 ? uses.root : this.#entryOf(number)?.use;
    if (use !== undefined && use !== uses.root && use !== uses.tree) return;
    const bytes = this.file.page(number);
    const page = bytes === undefined ? undefined : readTreePage(number, bytes, this.file.usable);
    // Without the map only what looks like a page of a tree is taken for one.
    if (use === undefined && page === undefined) return;
    const root = this.#rootOf(number);
    if (root === undefined) {
      if (page !== undefined && !page.kind.endsWith("inner")) this.strays.push(number);
      return;
    }
    const tree = this.trees.get(root) ?? { rows: [], damaged: [] };
    this.trees.set(root, tree);
    if (page === undefined) tree.damaged.push(number);
    else if (page.kind !== "table-inner") tree.rows.push(number);
  }

  #rootOf(page: number): number | undefined {
    let at = page;
    for (let step = 0; step < highest; step += 1) {
      if (at === 1) return 1;
      const entry = this.#entryOf(at);
      if (entry?.use === uses.root) return at;
      const parent = entry?.use === uses.tree ? entry.parent : this.#parents.get(at);
      if (parent === undefined) return undefined;
      at = parent;
    }
    return undefined;
  }

  /** What the map says of a page; undefined where it says nothing that can be true. */
  #entryOf(page: number): Entry | undefined {
    const mapPage = this.#mapOf(page);
    if (page <= mapPage) return undefined;
    if (!this.#maps.has(mapPage)) this.#maps.set(mapPage, this.file.page(mapPage));
    const at = 5 * (page - mapPage - 1);
    const map = this.#maps.get(mapPage);
    const use = map?.[at] ?? 0;
    const parent = map?.readUInt32BE(at + 1) ?? 0;
    const hasParent = use !== uses.root && use !== uses.free;
    const isPossible =
      use >= 1 && use <= 5 && (hasParent ? parent >= 1 && parent <= this.file.pageCount : parent === 0);
    return isPossible ? { use, parent } : undefined;
  }

  #isMap(page: number): boolean {
    return page === this.#mapOf(page) || page === this.#lockPage();
  }

  #mapOf(page: number): number {
    const map = Math.floor((page - 2) / this.#perMap) * this.#perMap + 2;
    return map === this.#lockPage() ? map + 1 : map;
  }

  #lockPage(): number {
    return Math.floor(lockByte / this.file.pageSize) + 1;
  }
}
