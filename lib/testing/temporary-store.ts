import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrate } from "@/db/migrate";
import { openForReading, openForWriting, type ReadStore, type WriteStore } from "@/db/store";
import { RecordWriter } from "@/db/records/record-writer";
import { SearchFollower } from "@/db/search/search-follower";
import type { RecordChange } from "@/lib/domain/model";

/** A real, migrated store in a folder of its own. */
export interface TemporaryStore {
  readonly folder: string;
  readonly path: string;
  readonly writer: WriteStore;
  readonly reader: ReadStore;
  /** Merges records as the pipeline does, in one transaction, and indexes their text. */
  applyChanges(changes: Iterable<RecordChange>, now_ms?: number): void;
  close(): void;
}

/** The file of an empty store after its migration, which every test of this process begins with. */
let migrated: Buffer | undefined;

/** Makes a store; the test closes it. */
export function temporaryStore(): TemporaryStore {
  const folder = mkdtempSync(join(tmpdir(), "grillo-"));
  const path = join(folder, "grillo.db");
  migrated ??= migratedFile(path);
  writeFileSync(path, migrated);
  const writer = openForWriting(path);
  const reader = openForReading(path);
  const records = new RecordWriter(writer.sqlite);
  const search = new SearchFollower(writer.sqlite);
  return {
    folder,
    path,
    writer,
    reader,
    applyChanges: (changes, now_ms = 1_800_000_000_000) => {
      writer.sqlite.transaction(() => records.apply(changes, { now_ms, source: "test" })).immediate();
      search.followAll();
    },
    close: () => {
      reader.sqlite.close();
      writer.sqlite.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Migrates a store at this place, closes it and gives its bytes. To migrate takes ten times as long as to copy. */
function migratedFile(path: string): Buffer {
  const store = openForWriting(path);
  migrate(store, "drizzle");
  // The last connection folds the write-ahead log into the file.
  store.sqlite.close();
  return readFileSync(path);
}
