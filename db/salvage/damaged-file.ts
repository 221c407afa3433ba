import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { readWal, type WalPages } from "./wal-frames";

/** What `applyPragmas` sets; taken where the header of the file does not say it. */
const usualPageSize = 4096;
const magic = "SQLite format 3\0";
const headerBytes = 100;

/**
 * The pages of a store's file as they are, damaged or not, with what its write-ahead log holds newer. Nothing is
 * written and SQLite is not asked, since it refuses a file whose first page is not right.
 */
export class DamagedFile {
  readonly pageSize: number;
  /** Bytes of a page that hold content. */
  readonly usable: number;
  /** Pages that there should be: by the log's last commit, else by the header, else by the size of the file. */
  readonly pageCount: number;
  /** Whether the file begins as a database does. */
  readonly hasHeader: boolean;
  readonly #file: number;
  readonly #wal: WalPages;
  readonly #walFile: number | undefined;
  readonly #pages: number;

  constructor(path: string) {
    this.#file = openSync(path, "r");
    const header = Buffer.alloc(headerBytes);
    readSync(this.#file, header, 0, headerBytes, 0);
    const pageSize = pageSizeOf(header);
    this.hasHeader = pageSize !== undefined;
    this.pageSize = pageSize ?? usualPageSize;
    this.usable = this.pageSize - (this.hasHeader ? (header[20] ?? 0) : 0);
    this.#pages = Math.floor(fstatSync(this.#file).size / this.pageSize);
    this.#wal = readWal(`${path}-wal`, this.pageSize);
    this.#walFile = this.#wal.offsetOf.size === 0 ? undefined : openSync(`${path}-wal`, "r");
    this.pageCount =
      this.#wal.pageCount ?? Math.max(this.#pages, this.hasHeader ? statedPages(header, this.#pages) : 0);
  }

  /** A page by its number, which counts from 1; undefined where the file is too short for it. */
  page(number: number): Buffer | undefined {
    const page = Buffer.alloc(this.pageSize);
    const logged = this.#wal.offsetOf.get(number);
    if (logged !== undefined && this.#walFile !== undefined) {
      readSync(this.#walFile, page, 0, this.pageSize, logged);
      return page;
    }
    if (number < 1 || number > this.#pages) return undefined;
    readSync(this.#file, page, 0, this.pageSize, (number - 1) * this.pageSize);
    return page;
  }

  close(): void {
    closeSync(this.#file);
    if (this.#walFile !== undefined) closeSync(this.#walFile);
  }
}

/** The page size that a header states; undefined where it is no header. */
function pageSizeOf(header: Buffer): number | undefined {
  if (header.toString("latin1", 0, 16) !== magic) return undefined;
  const stated = header.readUInt16BE(16);
  const size = stated === 1 ? 65_536 : stated;
  return size >= 512 && (size & (size - 1)) === 0 ? size : undefined;
}

/** Pages by the header, unless that is beyond belief: a damaged number must not cost hours. */
function statedPages(header: Buffer, pages: number): number {
  const stated = header.readUInt32BE(28);
  return stated <= Math.max(pages, 1) * 1_000 ? stated : pages;
}
