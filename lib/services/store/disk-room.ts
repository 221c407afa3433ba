import { rmSync, statfsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const mebibyte = 1024 * 1024;

/** How much room a store wants around it, for a disk of a given size in bytes. */
export interface RoomRules {
  lowWater(diskBytes: number): number;
  ballast(diskBytes: number): number;
}

/** 512 MiB or 2 % of the disk, whichever is less, stay free; 64 MiB or an eighth are held in reserve. */
export const usualRoom: RoomRules = {
  lowWater: (disk) => Math.min(512 * mebibyte, disk / 50),
  ballast: (disk) => Math.min(64 * mebibyte, disk / 8),
};

/**
 * The room on the disk of a store, and a file that reserves some of it: on a disk that is quite full SQLite
 * can neither delete nor checkpoint, so there must be something to give up.
 */
export class DiskRoom {
  readonly #ballast: string;

  constructor(
    private readonly folder: string,
    private readonly rules: RoomRules,
  ) {
    this.#ballast = join(folder, "ballast");
  }

  /** Bytes that this user may still write, and the size of the disk. */
  measure(): { free: number; disk: number } {
    const { bavail, blocks, bsize } = statfsSync(this.folder);
    return { free: bavail * bsize, disk: blocks * bsize };
  }

  /** Whether nothing more should be taken in. */
  isLow(): boolean {
    const { free, disk } = this.measure();
    return free < this.rules.lowWater(disk);
  }

  /** Whether there is room for a new ballast besides what the dropped one gave back. */
  hasRecovered(): boolean {
    const { free, disk } = this.measure();
    const missing = this.#holdsBallast() ? 0 : 2 * this.rules.ballast(disk);
    return free >= this.rules.lowWater(disk) + missing;
  }

  /** Makes the reserve where it is missing and there is room for twice as much. */
  keepBallast(): void {
    if (this.#holdsBallast()) return;
    const { free, disk } = this.measure();
    const size = Math.floor(this.rules.ballast(disk));
    if (size === 0 || free < this.rules.lowWater(disk) + 2 * size) return;
    writeFileSync(this.#ballast, Buffer.alloc(size), { mode: 0o600 });
  }

  dropBallast(): void {
    rmSync(this.#ballast, { force: true });
  }

  #holdsBallast(): boolean {
    return statSync(this.#ballast, { throwIfNoEntry: false }) !== undefined;
  }
}
