import { mkdtempSync, rmSync } from "node:fs";
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

/** Makes a store; the test closes it. */
export function temporaryStore(): TemporaryStore {
  const folder = mkdtempSync(join(tmpdir(), "grillo-"));
  const path = join(folder, "grillo.db");
  const writer = openForWriting(path);
  migrate(writer, "drizzle");
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
