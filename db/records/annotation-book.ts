import type Database from "better-sqlite3";
import type { RecordIn } from "@/lib/domain/model";
import type { RecordWriter } from "./record-writer";

/** A change of what people keep beside the records. */
export type AnnotationEdit =
  | { readonly edit: "keep-note"; readonly note: RecordIn<"notes"> }
  | { readonly edit: "remove-note"; readonly note_id: string }
  | { readonly edit: "keep-view"; readonly view: RecordIn<"saved_views"> }
  | { readonly edit: "remove-view"; readonly view_id: string };

/** Notes, pins and saved views: kept by key, removed by key. Must run in a transaction of the writer. */
export class AnnotationBook {
  readonly #removeNote: Database.Statement;
  readonly #removeView: Database.Statement;

  constructor(
    sqlite: Database.Database,
    private readonly records: RecordWriter,
  ) {
    this.#removeNote = sqlite.prepare("DELETE FROM notes WHERE note_id = ?");
    this.#removeView = sqlite.prepare("DELETE FROM saved_views WHERE view_id = ?");
  }

  apply(edit: AnnotationEdit, nowMs: number): void {
    switch (edit.edit) {
      case "keep-note":
        this.records.apply([{ set: "notes", row: edit.note }], { now_ms: nowMs });
        break;
      case "keep-view":
        this.records.apply([{ set: "saved_views", row: edit.view }], { now_ms: nowMs });
        break;
      case "remove-note":
        this.#removeNote.run(edit.note_id);
        break;
      case "remove-view":
        this.#removeView.run(edit.view_id);
        break;
    }
  }
}
