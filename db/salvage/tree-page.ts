import type { DamagedFile } from "./damaged-file";
import type { PageMap } from "./page-map";
import { readRecord, readVarint, type StoredValue } from "./record-values";

/** A leaf of a table or index, or a page above leaves. */
export type TreePageKind = "table-leaf" | "table-inner" | "index-leaf" | "index-inner";

const kinds: Readonly<Record<number, TreePageKind>> = {
  0x0d: "table-leaf",
  0x05: "table-inner",
  0x0a: "index-leaf",
  0x02: "index-inner",
};

/** A page of a tree whose head is plausible. */
export interface TreePage {
  readonly number: number;
  readonly kind: TreePageKind;
  readonly bytes: Buffer;
  /** Where its cells begin. Those that lie outside of the page are left out. */
  readonly cells: readonly number[];
  /** Cells that lie outside of the page. */
  readonly lostCells: number;
  /** Last child of an inner page. */
  readonly lastChild: number | undefined;
}

/** Reads the head of a page (sqlite.org/fileformat2.html, section 1.6); undefined where it is no page of a tree. */
export function readTreePage(number: number, bytes: Buffer, usable: number): TreePage | undefined {
  const head = number === 1 ? 100 : 0;
  const kind = kinds[bytes[head] ?? 0];
  if (kind === undefined) return undefined;
  const isInner = kind.endsWith("inner");
  const pointers = head + (isInner ? 12 : 8);
  const count = bytes.readUInt16BE(head + 3);
  const content = bytes.readUInt16BE(head + 5) || 65_536;
  const pointersEnd = pointers + 2 * count;
  if (pointersEnd > usable || content < pointersEnd || content > usable) return undefined;
  const all = Array.from({ length: count }, (_, i) => bytes.readUInt16BE(pointers + 2 * i));
  const cells = all.filter((at) => at >= pointersEnd && at <= usable - 4);
  const lastChild = isInner ? bytes.readUInt32BE(head + 8) : undefined;
  return { number, kind, bytes, cells, lostCells: count - cells.length, lastChild };
}

/** Pages below an inner page. */
export function childrenOf({ kind, bytes, cells, lastChild }: TreePage): readonly number[] {
  if (!kind.endsWith("inner") || lastChild === undefined) return [];
  return [...cells.map((at) => bytes.readUInt32BE(at)), lastChild];
}

/** A row of a table, or an entry of an index, which has no rowid of its own. */
export interface Cell {
  readonly rowid: bigint;
  readonly values: readonly StoredValue[];
}

/** Reads cells of leaves, and of inner pages of indexes, following what did not fit into the page. */
export class CellReader {
  constructor(
    private readonly file: DamagedFile,
    private readonly map: PageMap,
  ) {}

  /** The cell at a place of a page; undefined where it cannot be read. */
  read(page: TreePage, at: number): Cell | undefined {
    const isTable = page.kind === "table-leaf";
    const start = page.kind === "index-inner" ? at + 4 : at;
    const length = readVarint(page.bytes, start);
    if (length === undefined || length.value < 1n || length.value > 0x7fff_ffffn) return undefined;
    const rowid = isTable ? readVarint(page.bytes, length.end) : undefined;
    if (isTable && rowid === undefined) return undefined;
    const size = Number(length.value);
    const payload = this.#payload(page, rowid?.end ?? length.end, size, isTable);
    const values = payload === undefined ? undefined : readRecord(payload, size);
    return values === undefined ? undefined : { rowid: rowid?.value ?? 0n, values };
  }

  /** The bytes of a cell, as far as they can be followed. */
  #payload({ bytes, number }: TreePage, at: number, size: number, isTable: boolean): Buffer | undefined {
    const { usable } = this.file;
    const most = isTable ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23;
    if (size <= most) return at + size <= usable ? bytes.subarray(at, at + size) : undefined;
    const least = Math.floor(((usable - 12) * 32) / 255) - 23;
    const fitting = least + ((size - least) % (usable - 4));
    const local = fitting <= most ? fitting : least;
    if (at + local + 4 > usable) return undefined;
    const parts = [bytes.subarray(at, at + local)];
    let missing = size - local;
    let before = number;
    let next = bytes.readUInt32BE(at + local);
    while (missing > 0) {
      const page = this.map.isOverflow(next, before, before === number) ? this.file.page(next) : undefined;
      if (page === undefined) break;
      const part = page.subarray(4, Math.min(usable, 4 + missing));
      parts.push(part);
      missing -= part.length;
      before = next;
      next = page.readUInt32BE(0);
    }
    return Buffer.concat(parts);
  }
}
