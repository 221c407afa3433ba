import type { AnnotatedDemo, RemovedDemo } from "@/lib/contracts/demo";
import type { AnnotationEdit } from "@/db/records/annotation-book";
import type { RememberedRequest } from "@/db/records/remembered-requests";
import { ConsoleError } from "@/lib/domain/console-error";
import type { ImportOptions, ImportReport } from "../ingest/import-run";
import type { NdjsonOptions, NdjsonReport } from "../ingest/ndjson-run";
import type { IncidentEdit, IncidentEditOutcome } from "../incidents/incident-edit";
import type { WriterState } from "./store-keeper";
import type { WriterEvent } from "./writer-messages";

/** An input being written through the writer. */
export interface RemoteRun<Report> {
  /** Hands over a chunk (its memory goes to the writer). Resolves when the next one may come. */
  push(chunk: Uint8Array): Promise<void>;
  end(): Promise<Report>;
  abort(): void;
  /** Gives up, waits for what is on its way to the disk and gives the first line that is not durable, if it has lines. */
  abandon(): Promise<number | undefined>;
}

/** The way of the server to whoever writes the store. */
export interface StoreWriter {
  /** What the writer last said about itself. */
  readonly state: WriterState;
  openNdjson(options: NdjsonOptions): Promise<RemoteRun<NdjsonReport>>;
  openImport(id: string, options: Omit<ImportOptions, "onProgress">): Promise<RemoteRun<ImportReport>>;
  /** Decides about incidents or changes their grouping; resolves when it is stored and counted. */
  editIncidents(edit: IncidentEdit): Promise<IncidentEditOutcome>;
  /** Keeps notes, views and decisions with the demo recording. */
  annotateDemo(): Promise<AnnotatedDemo>;
  /** Takes the demo recording out; resolves when it is gone. */
  removeDemo(): Promise<RemovedDemo>;
  /** Stores or removes a note or a saved view; resolves when that is durable. */
  editAnnotations(edit: AnnotationEdit): Promise<void>;
  /** Keeps the answer to a request that has a key; resolves when that is durable. */
  rememberRequest(request: RememberedRequest): Promise<void>;
  /** Hears what the writer tells unasked. Returns the way to stop. */
  listen(listener: (event: WriterEvent) => void): () => void;
}

/** Stands where the writer would be when a store can only be read: refuses everything with the reason. */
export function refusingWriter(reason: string, sinceMs: number): StoreWriter {
  const refuse = (): Promise<never> => Promise.reject(new ConsoleError("storage-read-only", reason));
  return {
    state: {
      condition: "read_only",
      since_ms: sinceMs,
      detail: reason,
      wal_bytes: null,
      last_checkpoint_at_ms: null,
    },
    openNdjson: refuse,
    openImport: refuse,
    editIncidents: refuse,
    annotateDemo: refuse,
    removeDemo: refuse,
    editAnnotations: refuse,
    rememberRequest: refuse,
    listen: () => () => undefined,
  };
}
