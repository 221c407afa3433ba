import Database from "better-sqlite3";
import type { ReadStore } from "../store";
import type { DamagedFile } from "./damaged-file";
import { PageMap } from "./page-map";
import type { StoredValue } from "./record-values";
import { CellReader, readTreePage, type Cell, type TreePage } from "./tree-page";

/** A table of the damaged file and where it lies. */
export interface DamagedTable {
  readonly name: string;
  /** In the order in which a row holds them. */
  readonly columns: readonly string[];
  /** Column whose value is the rowid, which the row itself does not repeat. */
  readonly rowidColumn: string | undefined;
  readonly root: number;
  /** Root of the index of its key, where that is another than the rowid, with the number of columns of the key. */
  readonly keyIndex: { readonly root: number; readonly columns: number } | undefined;
}

/** A row by column; what could not be read is undefined or cut. */
export interface DamagedRow {
  readonly rowid: bigint;
  readonly values: ReadonlyMap<string, StoredValue>;
}

interface SchemaRow {
  readonly type: string;
  readonly name: string;
  readonly root: number;
  readonly sql: string | null;
}

/**
 * Every row of a damaged store that can be read, table by table. Where the file's own schema cannot be read, that of
 * `model` counts, an empty store of the same version: one version makes its tables always in the same places.
 */
export class ReadableTables {
  readonly map: PageMap;
  /** Cells of leaves that could not be read, by table. */
  readonly unreadableCells = new Map<string, number>();
  readonly #cells: CellReader;
  readonly #schema: ReadonlyMap<string, SchemaRow>;
  readonly #model: ReadonlyMap<string, SchemaRow>;

  constructor(
    private readonly file: DamagedFile,
    private readonly model: ReadStore,
  ) {
    this.map = new PageMap(file);
    this.#cells = new CellReader(file, this.map);
    this.#model = new Map(
      model.sqlite
        .prepare("SELECT type, name, rootpage AS root, sql FROM sqlite_schema")
        .all()
        .map((row) => [modelRow(row).name, modelRow(row)]),
    );
    this.#schema = new Map([...this.#model, ...this.#readSchema()]);
  }

  /** Where a table lies; undefined where there is none of that name. */
  table(name: string): DamagedTable | undefined {
    const row = this.#schema.get(name);
    if (row?.type !== "table" || row.sql === null) return undefined;
    const shape = shapeOf(name, row.sql) ?? shapeOf(name, this.#model.get(name)?.sql ?? "");
    if (shape === undefined) return undefined;
    const index = this.#schema.get(`sqlite_autoindex_${name}_1`);
    const keyIndex =
      index === undefined || shape.keyColumns === 0
        ? undefined
        : { root: index.root, columns: shape.keyColumns };
    return { name, columns: shape.columns, rowidColumn: shape.rowidColumn, root: row.root, keyIndex };
  }

  /** Rows of a table, page by page in no particular order. */
  *rows({ name, columns, rowidColumn, root }: DamagedTable): Generator<DamagedRow> {
    for (const { rowid, values } of this.#cellsOf(root, "table-leaf", name)) {
      const row = new Map<string, StoredValue>();
      // A row that was written before a column was added ends before it.
      for (const [i, column] of columns.entries()) row.set(column, i < values.length ? values[i] : null);
      if (rowidColumn !== undefined) row.set(rowidColumn, rowid);
      yield { rowid, values: row };
    }
  }

  /** Entries of an index: the indexed values and last the rowid of the row. */
  *entries(root: number): Generator<readonly StoredValue[]> {
    for (const { values } of this.#cellsOf(root, "index", undefined)) yield values;
  }

  /** Root of an index by its name. */
  indexRoot(name: string): number | undefined {
    return this.#schema.get(name)?.root;
  }

  /** Pages of a table that are damaged or missing. */
  damagedPages({ root }: DamagedTable): readonly number[] {
    return this.map.trees.get(root)?.damaged ?? [];
  }

  *#cellsOf(root: number, kind: "table-leaf" | "index", table: string | undefined): Generator<Cell> {
    for (const number of this.map.trees.get(root)?.rows ?? []) {
      const page = this.#pageOf(number);
      if (!page?.kind.startsWith(kind)) continue;
      this.#noteUnreadable(table, page.lostCells);
      for (const at of page.cells) {
        const cell = this.#cells.read(page, at);
        if (cell === undefined) this.#noteUnreadable(table, 1);
        else yield cell;
      }
    }
  }

  #pageOf(number: number): TreePage | undefined {
    const bytes = this.file.page(number);
    return bytes === undefined ? undefined : readTreePage(number, bytes, this.file.usable);
  }

  #noteUnreadable(table: string | undefined, count: number): void {
    if (table === undefined || count === 0) return;
    this.unreadableCells.set(table, (this.unreadableCells.get(table) ?? 0) + count);
  }

  *#readSchema(): Generator<readonly [string, SchemaRow]> {
    for (const { values } of this.#cellsOf(1, "table-leaf", "sqlite_schema")) {
      const [type, name, , root, sql = null] = values;
      if (typeof type !== "string" || typeof name !== "string" || typeof root !== "bigint") continue;
      // A text that is cut says nothing of its columns; the model then does.
      const text = typeof sql === "string" ? sql : (this.#model.get(name)?.sql ?? null);
      yield [name, { type, name, root: Number(root), sql: text }];
    }
  }
}

interface Shape {
  readonly columns: readonly string[];
  readonly rowidColumn: string | undefined;
  readonly keyColumns: number;
}

/** Columns of a table by the statement that makes it; undefined where that is none. */
function shapeOf(name: string, sql: string): Shape | undefined {
  const scratch = new Database(":memory:");
  try {
    scratch.exec(sql);
    const columns = scratch
      .prepare("SELECT name, type, pk FROM pragma_table_info(?) ORDER BY cid")
      .all(name)
      .map(columnRow);
    const key = columns.filter(({ pk }) => pk > 0);
    const [only] = key;
    const isRowid = key.length === 1 && only?.type.toUpperCase() === "INTEGER";
    return {
      columns: columns.map((column) => column.name),
      rowidColumn: isRowid ? only.name : undefined,
      keyColumns: isRowid ? 0 : key.length,
    };
  } catch {
    // Another program's table, or a damaged text: it tells nothing of columns.
    return undefined;
  } finally {
    scratch.close();
  }
}

/** Row of the query over the model's schema, whose columns it names. */
function modelRow(row: unknown): SchemaRow {
  const { type, name, root, sql } = row as { type: string; name: string; root: bigint; sql: string | null };
  return { type, name, root: Number(root), sql };
}

/** Row of the query over the columns of a table, whose columns it names. */
function columnRow(row: unknown): { name: string; type: string; pk: number } {
  return row as { name: string; type: string; pk: number };
}
