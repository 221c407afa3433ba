import type { ImportReport } from "../ingest/import-run";
import type { StoreWriter } from "./store-writer";

/** How far an import is. `format` is null until it is known. */
export interface ImportState {
  readonly import_id: string;
  readonly name: string;
  readonly state: "running" | "done" | "failed";
  readonly format: string | null;
  readonly bytes_read: number;
  readonly counts: ImportReport["counts"];
}

/** Imports remembered after they ended; older ones are in the store. */
const remembered = 200;

/** Follows the imports of this server, for those who ask how far one is. */
export class ImportTracker {
  readonly #states = new Map<string, ImportState>();

  constructor(writer: StoreWriter) {
    writer.listen((event) => {
      if (event.event !== "progress") return;
      const state = this.#states.get(event.id);
      if (state === undefined) return;
      const { format, bytes_read, counts } = event;
      this.#states.set(event.id, { ...state, format, bytes_read, counts });
    });
  }

  begin(id: string, name: string): void {
    const counts = { received: 0, stored: 0, duplicate: 0, conflict: 0, rejected: 0 };
    this.#states.set(id, { import_id: id, name, state: "running", format: null, bytes_read: 0, counts });
    const [oldest] = this.#states.keys();
    if (this.#states.size > remembered && oldest !== undefined) this.#states.delete(oldest);
  }

  finish(id: string, state: "done" | "failed"): void {
    const known = this.#states.get(id);
    if (known !== undefined) this.#states.set(id, { ...known, state });
  }

  find(id: string): ImportState | undefined {
    return this.#states.get(id);
  }
}
