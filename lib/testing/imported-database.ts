import { join } from "node:path";
import Database from "better-sqlite3";
import { openForReading } from "@/db/store";
import { importPaths, type FileResult } from "@/lib/cli/import";
import { storePath } from "@/lib/services/store/data-folder";
import { temporaryFolder } from "./temporary-folder";

/** What became of a database that was imported into a store of its own; the test closes it. */
export interface ImportedDatabase {
  readonly result: FileResult | undefined;
  ask(query: string): unknown[];
  close(): void;
}

/** Makes a database by SQL, as some other program would have left it, and imports its file. */
export async function importDatabase(name: string, sql: string): Promise<ImportedDatabase> {
  const path = join(temporaryFolder(), name);
  const sqlite = new Database(path);
  sqlite.exec(sql);
  sqlite.close();
  const data = temporaryFolder();
  const [result] = await importPaths([path], { data }, () => undefined);
  const store = openForReading(storePath(data));
  return {
    result,
    ask: (query) => store.sqlite.prepare(query).all(),
    close: () => {
      store.sqlite.close();
    },
  };
}
