/** Files that belong to an SQLite database beside them and are read with it. */
const companions = /-(wal|shm|journal)$/;

/** Whether an entry of a folder is imported with it: hidden ones and the companions of databases are left out. */
export function isImported(entryName: string): boolean {
  return !entryName.startsWith(".") && !companions.test(entryName);
}

/**
 * Order of files in one import, by base name. Recordings come before answers of a debug API: those repeat frames with a
 * rounded seq, and the exact telling of an event should be the first.
 */
export function importRank(baseName: string): number {
  return /^(debug|api)-/.test(baseName) ? 1 : 0;
}
