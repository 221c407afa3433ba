import { unwatched, type StepWatcher } from "@/db/steps";
import type { WriteStore } from "@/db/store";
import { checkpoint, pageCounts, probeWriting, releasePages, walBytes } from "@/db/upkeep";
import { ConsoleError, type ProblemCode } from "@/lib/domain/console-error";
import { storageProblem } from "@/lib/domain/storage-problem";
import { DiskRoom, usualRoom, type RoomRules } from "./disk-room";

/** Whether the store takes anything in, why not, and how its write-ahead log stands. */
export interface WriterState {
  readonly condition: "writing" | "full" | "read_only" | "damaged";
  readonly since_ms: number | null;
  readonly detail: string;
  readonly wal_bytes: number | null;
  readonly last_checkpoint_at_ms: number | null;
}

type Trouble = Pick<WriterState, "since_ms" | "detail"> & {
  readonly condition: Exclude<WriterState["condition"], "writing">;
};

/** When the store is tended to, and in which portions. */
export interface KeepingRules {
  readonly checkpoint_every_ms: number;
  /** The log is emptied above this size, or above `idle_wal_bytes` when nothing else is to be done. */
  readonly wal_bytes: number;
  readonly idle_wal_bytes: number;
  /** Free pages given back at once: 2 MiB, some milliseconds. */
  readonly slice_pages: number;
  /** Free bytes that stay in the file because they will be used again. */
  readonly kept_free_bytes: number;
  readonly room: RoomRules;
  readonly room_check_ms: number;
}

/** Figures of reliability research: the log stays below 128 MiB whatever readers do with their short reads. */
export const usualKeeping: KeepingRules = {
  checkpoint_every_ms: 5_000,
  wal_bytes: 64 * 1024 * 1024,
  idle_wal_bytes: 4 * 1024 * 1024,
  slice_pages: 512,
  kept_free_bytes: 8 * 1024 * 1024,
  room: usualRoom,
  room_check_ms: 1_000,
};

const conditions: ReadonlyMap<ProblemCode, Trouble["condition"]> = new Map([
  ["storage-full", "full"],
  ["storage-read-only", "read_only"],
  ["storage-corrupt", "damaged"],
]);

/**
 * Keeps the file of a store in shape between commits (checkpoints, room given back, a reserve on the disk)
 * and knows whether it can be written to. Lives beside the read-write connection.
 */
export class StoreKeeper {
  readonly #room: DiskRoom;
  #trouble: Trouble | undefined;
  #checkpointedAt: number | undefined;
  #roomCheckedAt = Number.NEGATIVE_INFINITY;
  #isRoomLow = false;
  #dirty = true;

  constructor(
    private readonly store: WriteStore,
    folder: string,
    private readonly clock: () => number,
    private readonly watch: StepWatcher = unwatched,
    private readonly rules: KeepingRules = usualKeeping,
  ) {
    this.#room = new DiskRoom(folder, rules.room);
  }

  get condition(): WriterState["condition"] {
    return this.#trouble?.condition ?? "writing";
  }

  get state(): WriterState {
    const trouble = this.#trouble ?? {
      condition: "writing",
      since_ms: null,
      detail: "The store takes everything in.",
    };
    return {
      ...trouble,
      wal_bytes: walBytes(this.store),
      last_checkpoint_at_ms: this.#checkpointedAt ?? null,
    };
  }

  /** Throws storage-full while nothing should be taken in. A store in other trouble is tried again. */
  admit(): void {
    this.#checkRoom();
    if (this.#trouble?.condition === "full") throw new ConsoleError("storage-full", this.#trouble.detail);
  }

  /** A commit came through. */
  noteCommit(): void {
    this.#dirty = true;
    if (this.#trouble?.condition !== "full") this.#trouble = undefined;
  }

  /** A write failed. Throws what is no fault of the storage; frees the reserve when the disk is full. */
  noteFailure(error: unknown): void {
    if (this.#noteTrouble(error) !== "full") return;
    this.#room.dropBallast();
    // With the room that the reserve gave back the log can be folded into the file.
    this.#attempt(() => checkpoint(this.store, "TRUNCATE"));
  }

  /** Does what is due. True when there is more to do soon. */
  tend(isIdle: boolean): boolean {
    this.#checkRoom();
    if (this.#trouble !== undefined && this.#trouble.condition !== "damaged") this.#recover();
    if (this.#trouble !== undefined) return false;
    let more = false;
    this.#attempt(() => {
      this.#checkpoint(isIdle);
      if (!isIdle) return;
      this.#room.keepBallast();
      more = this.#giveBack();
    });
    return more;
  }

  /** Gives every free page back before the store is closed: packing leaves the room of young segments behind. */
  leave(): void {
    if (this.#trouble !== undefined) return;
    this.#attempt(() => {
      releasePages(this.store, pageCounts(this.store).free);
    });
  }

  #checkpoint(isIdle: boolean): void {
    const now = this.clock();
    if (!this.#dirty) return;
    const wal = walBytes(this.store) ?? 0;
    const isLarge = wal > (isIdle ? this.rules.idle_wal_bytes : this.rules.wal_bytes);
    const isDue = now - (this.#checkpointedAt ?? Number.NEGATIVE_INFINITY) >= this.rules.checkpoint_every_ms;
    if (!isDue && !isLarge) return;
    this.watch("checkpoint-begun", this.store.sqlite);
    const isWhole = checkpoint(this.store, isLarge ? "TRUNCATE" : "PASSIVE");
    this.watch("checkpoint-done", this.store.sqlite);
    this.#checkpointedAt = now;
    this.#dirty = !isWhole || (isLarge ? false : wal > this.rules.idle_wal_bytes);
  }

  /** Gives one slice of free pages back; true when there are more. */
  #giveBack(): boolean {
    const { pages, free, page_bytes } = pageCounts(this.store);
    const kept = Math.max(this.rules.kept_free_bytes, (pages * page_bytes) / 16);
    const spare = Math.floor((free * page_bytes - kept) / page_bytes);
    if (spare <= 0) return false;
    releasePages(this.store, Math.min(spare, this.rules.slice_pages));
    this.#dirty = true;
    return spare > this.rules.slice_pages;
  }

  #checkRoom(): void {
    const now = this.clock();
    if (now - this.#roomCheckedAt < this.rules.room_check_ms) return;
    this.#roomCheckedAt = now;
    this.#isRoomLow = this.#room.isLow();
    if (this.#isRoomLow && this.#trouble === undefined) {
      this.#enter("full", "The disk is nearly full; nothing more is taken in until there is room again.");
    }
  }

  #recover(): void {
    if (this.#isRoomLow || !this.#room.hasRecovered()) return;
    this.#attempt(() => {
      probeWriting(this.store);
      this.#trouble = undefined;
    });
  }

  #enter(condition: Trouble["condition"], detail: string): void {
    if (this.#trouble?.condition === condition) return;
    this.#trouble = { condition, since_ms: this.clock(), detail };
  }

  /** Upkeep that fails because of the storage is tried again later; the state says why. */
  #attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#noteTrouble(error);
    }
  }

  /** Enters the condition that an error means, if it means one: a busy store is in no trouble. */
  #noteTrouble(error: unknown): Trouble["condition"] | undefined {
    const problem = storageProblem(error);
    if (!(problem instanceof ConsoleError)) throw error;
    const condition = conditions.get(problem.code);
    if (condition !== undefined) this.#enter(condition, problem.message);
    return condition;
  }
}
