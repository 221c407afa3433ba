import type { AnnotatedDemo, RemovedDemo } from "@/lib/contracts/demo";
import type { AnnotationEdit } from "@/db/records/annotation-book";
import type { RememberedRequest } from "@/db/records/remembered-requests";
import type { ImportOptions, ImportReport } from "../ingest/import-run";
import type { IncidentEdit, IncidentEditOutcome } from "../incidents/incident-edit";
import type { WriterState } from "./store-keeper";
import type { NdjsonOptions, NdjsonReport } from "../ingest/ndjson-run";

/** Calls of the server to its writer thread. Each is answered by one reply with the same number. */
export type WriterCall =
  | { readonly call: "open-ndjson"; readonly id: string; readonly options: NdjsonOptions }
  | { readonly call: "open-import"; readonly id: string; readonly options: Omit<ImportOptions, "onProgress"> }
  | { readonly call: "push"; readonly id: string; readonly chunk: Uint8Array }
  | { readonly call: "end"; readonly id: string }
  | { readonly call: "abort"; readonly id: string }
  | { readonly call: "abandon"; readonly id: string }
  | { readonly call: "edit-incidents"; readonly edit: IncidentEdit }
  | { readonly call: "annotate-demo" }
  | { readonly call: "remove-demo" }
  | { readonly call: "edit-annotations"; readonly edit: AnnotationEdit }
  | { readonly call: "remember-request"; readonly request: RememberedRequest }
  | { readonly call: "settle" }
  | { readonly call: "publish"; readonly url: string }
  | { readonly call: "close" };

export type WriterValue =
  NdjsonReport | ImportReport | IncidentEditOutcome | AnnotatedDemo | RemovedDemo | number | undefined;

/** A failure on its way between threads: class instances do not survive the passage. */
export interface PortableError {
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, string | number | boolean | null>>;
  readonly stack: string | undefined;
}

export type WriterReply = { readonly reply: number } & (
  { readonly value: WriterValue } | { readonly error: PortableError }
);

/** Facts that the writer tells unasked. */
export type WriterEvent =
  | { readonly event: "ready"; readonly migrated: readonly string[] }
  | { readonly event: "failed"; readonly error: PortableError }
  | { readonly event: "committed"; readonly last_ordinal: string }
  | { readonly event: "state"; readonly state: WriterState }
  | {
      readonly event: "progress";
      readonly id: string;
      readonly format: string | null;
      readonly bytes_read: number;
      readonly counts: ImportReport["counts"];
    };

export interface WriterThreadData {
  readonly folder: string;
  readonly migrations: string;
  readonly what: string;
}
