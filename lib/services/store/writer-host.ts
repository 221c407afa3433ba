import { usualPacking, type PackingRules } from "@/db/event-log/packer";
import { unwatched, type StepWatcher } from "@/db/steps";
import type { AnnotatedDemo, RemovedDemo } from "@/lib/contracts/demo";
import type { AnnotationEdit } from "@/db/records/annotation-book";
import { rememberRequest, type RememberedRequest } from "@/db/records/remembered-requests";
import { ConsoleError } from "@/lib/domain/console-error";
import { annotateDemo } from "../demo/annotate-demo";
import { removeDemo } from "../demo/remove-demo";
import { CommitQueue } from "../ingest/commit-queue";
import { ImportRun, type ImportOptions, type ImportProgress, type ImportReport } from "../ingest/import-run";
import { IngestEngine } from "../ingest/ingest-engine";
import type { InputRun } from "../ingest/input-run";
import { NdjsonRun, type NdjsonOptions, type NdjsonReport } from "../ingest/ndjson-run";
import type { IncidentEdit, IncidentEditOutcome } from "../incidents/incident-edit";
import { storePath, type OwnedStore } from "./data-folder";
import { importRow, type ImportStart } from "./import-row";
import { StoreKeeper, usualKeeping, type KeepingRules, type WriterState } from "./store-keeper";
import { WorkLoop } from "./work-loop";
import type { WriterEvent } from "./writer-messages";

/**
 * While conversations wait for the end of a file, a piece of settling is done this often all the same, and what the file
 * states is indexed, so that what a long file says is found meanwhile. Either costs some two of a hundred parts of the
 * import.
 */
const readingPauseMs = { settle: 4_000, index: 2_000 } as const;
/** When the writer tidies up, and how. */
export interface WriterRules {
  readonly packing: PackingRules;
  readonly keeping: KeepingRules;
}

export const usualRules: WriterRules = { packing: usualPacking, keeping: usualKeeping };

/**
 * The writer: owns the read-write connection and every input being read into it. Runs in the thread of the
 * server, or in the process of a command when there is no server.
 */
export class WriterHost {
  readonly #engine: IngestEngine;
  readonly #queue: CommitQueue;
  readonly #keeper: StoreKeeper;
  readonly #runs = new Map<string, InputRun<unknown>>();
  readonly #imports = new Map<string, ImportStart>();
  readonly #loop: WorkLoop;
  /** The condition that was told last. */
  #told: WriterState["condition"] | undefined;
  #settledAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly owned: OwnedStore,
    private readonly clock: () => number,
    /** A command settles once, when it closes; a server whenever there is time. */
    private readonly mode: "command" | "server",
    private readonly tell: (event: WriterEvent) => void = () => undefined,
    watch: StepWatcher = unwatched,
    rules: WriterRules = usualRules,
  ) {
    this.#engine = new IngestEngine(owned.store, storePath(owned.folder), clock, watch, rules.packing);
    this.#keeper = new StoreKeeper(owned.store, owned.folder, clock, watch, rules.keeping);
    this.#queue = new CommitQueue(this.#engine, (failure) => {
      if (failure === undefined) this.#keeper.noteCommit();
      else this.#keeper.noteFailure(failure);
      this.#tellCondition();
      this.#loop.noteCommit();
      this.tell({ event: "committed", last_ordinal: String(this.#engine.lastOrdinal) });
    });
    this.#loop = new WorkLoop(
      { doSome: () => this.#doPutOff(), isCrowded: () => this.#engine.isCrowded },
      clock,
    );
    if (mode === "server") this.#loop.start();
  }

  /** Opens an input of lines. Throws storage-full while the store takes nothing in. */
  openNdjson(id: string, options: NdjsonOptions): void {
    this.#admit();
    this.#open(id, new NdjsonRun(this.#queue, options, this.clock));
  }

  /** Opens a file. Throws storage-full while the store takes nothing in. */
  openImport(id: string, options: Omit<ImportOptions, "onProgress">): void {
    this.#admit();
    const onProgress = ({ format, bytes_read, counts }: ImportProgress): void => {
      this.tell({ event: "progress", id, format: format ?? null, bytes_read, counts });
    };
    this.#open(id, new ImportRun(this.#queue, id, { ...options, onProgress }, this.clock));
    this.#imports.set(id, { name: options.name, started_at_ms: this.clock() });
  }

  push(id: string, chunk: Uint8Array): Promise<void> {
    this.#admit();
    return this.#run(id).push(chunk);
  }

  /** Ends an input and gives its report (of the kind that was opened). */
  async end(id: string): Promise<NdjsonReport | ImportReport> {
    const run = this.#run(id);
    try {
      const report = await run.end();
      this.#record(id, report);
      // Only these two kinds are ever opened.
      return report as NdjsonReport | ImportReport;
    } catch (error) {
      this.#record(id, error);
      throw error;
    } finally {
      this.abort(id);
    }
  }

  /** Decides about incidents or changes their grouping. Throws storage-full while nothing is taken in. */
  editIncidents(edit: IncidentEdit): IncidentEditOutcome {
    this.#admit();
    return this.#engine.editIncidents(edit);
  }

  /** Keeps notes, views and decisions with the demo recording. Throws storage-full while nothing is taken in. */
  async annotateDemo(): Promise<AnnotatedDemo> {
    this.#admit();
    this.settleAll();
    return annotateDemo(this.owned.store, this.#engine, this.clock);
  }

  /** Takes the demo recording out. Throws storage-full while nothing is taken in: room comes back by it only later. */
  async removeDemo(): Promise<RemovedDemo> {
    this.#admit();
    const removed = await removeDemo(this.owned.store, this.#engine);
    this.#loop.noteCommit();
    this.tell({ event: "committed", last_ordinal: String(this.#engine.lastOrdinal) });
    return removed;
  }

  /** Stores or removes what people keep: notes, saved views. Throws storage-full while nothing is taken in. */
  editAnnotations(edit: AnnotationEdit): void {
    this.#admit();
    this.#engine.editAnnotations(edit);
  }

  /** Forgets an input whose sender went away. What was committed stays. */
  abort(id: string): void {
    this.#runs.delete(id);
    this.#imports.delete(id);
    this.#engine.endDelivery(id);
  }

  /** Forgets an input and gives its first line that is not durable, once what was on its way has arrived or failed. */
  async abandon(id: string): Promise<number | undefined> {
    const run = this.#runs.get(id);
    try {
      return await run?.firstUnstored?.();
    } finally {
      this.abort(id);
    }
  }

  /** Keeps the answer to a request that has a key. Throws storage-full while nothing is taken in. */
  rememberRequest(request: RememberedRequest): void {
    this.#admit();
    rememberRequest(this.owned.store, request);
  }

  /** Finishes everything that is put off, then closes the store and gives up the lock. */
  close(): void {
    this.#loop.stop();
    try {
      this.#engine.settle(true);
      this.#engine.packAll();
      this.#keeper.leave();
    } catch (error) {
      // A disk that refuses must not keep the lock: what was put off is done by the next owner.
      this.#keeper.noteFailure(error);
    } finally {
      this.owned.close();
    }
  }

  /** Looks after the file now, as the writer does by itself when it has time. */
  tend(): void {
    this.#loop.run();
  }

  settleAll(): void {
    this.#engine.settle(true);
  }

  /** Throws storage-full while the store takes nothing in, and says so to everybody. */
  #admit(): void {
    try {
      this.#keeper.admit();
    } catch (error) {
      this.#tellCondition();
      throw error;
    }
  }

  #tellState(): void {
    const { state } = this.#keeper;
    this.#told = state.condition;
    this.tell({ event: "state", state });
  }

  /** Tells the state at once when it is another: health must not lag behind a refusal. */
  #tellCondition(): void {
    if (this.#keeper.condition !== this.#told) this.#tellState();
  }

  /** Keeps a row about a finished import. */
  #record(id: string, outcome: unknown): void {
    const started = this.#imports.get(id);
    if (started !== undefined) this.#engine.apply([importRow(id, started, outcome, this.clock())]);
  }

  /** A piece of what is put off, whatever comes of it; true when there is more. */
  #doPutOff(): boolean {
    let isBusy = false;
    try {
      isBusy = this.#doSome();
    } catch (error) {
      this.#keeper.noteFailure(error);
    }
    this.#tellState();
    return isBusy;
  }

  /**
   * Settling first, then the text index, then packing, then the file itself. While a file is being read its
   * conversations would only have to be settled again, so most of them wait for its end unless they are many.
   */
  #doSome(): boolean {
    const isSettling = this.#maySettle() && this.#engine.settle(false) > 0;
    const isIndexing = this.#engine.followSearch(this.#isReading ? readingPauseMs.index : undefined);
    // Under a load that never ends settling never ends either: what is young must not grow with it.
    const isPacking = this.#engine.packDue();
    const busy = isSettling || isPacking || isIndexing || this.#imports.size > 0;
    return this.#keeper.tend(!busy && this.#runs.size === 0) || busy;
  }

  #maySettle(): boolean {
    const now = this.clock();
    const isDue = this.mode === "server" && now - this.#settledAtMs >= readingPauseMs.settle;
    const may = !this.#isReading || this.#engine.isCrowded || isDue;
    if (may) this.#settledAtMs = now;
    return may;
  }

  get #isReading(): boolean {
    return this.#imports.size > 0 || this.mode === "command";
  }

  #open(id: string, run: InputRun<unknown>): void {
    this.#runs.set(id, run);
  }

  #run(id: string): InputRun<unknown> {
    const run = this.#runs.get(id);
    if (run === undefined) throw new ConsoleError("internal", `There is no input ${id} being read.`);
    return run;
  }
}
