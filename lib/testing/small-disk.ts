import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file system in memory, mounted at a folder: it can be filled, or written to no more, without harm to others. */
export interface SmallDisk {
  readonly folder: string;
  /** From now on nothing can be written. Throws while a file on it is open for writing. */
  makeReadOnly(): void;
  /** Takes it away with all that is on it, whoever still uses it. */
  remove(): void;
}

/** Mounts a disk of so many bytes; only root can. */
export function mountSmallDisk(bytes: number): SmallDisk {
  const parent = mkdtempSync(join(tmpdir(), "grillo-disk-"));
  const folder = join(parent, "disk");
  mkdirSync(folder);
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${String(bytes)}`, "tmpfs", folder]);
  return {
    folder,
    makeReadOnly: () => {
      execFileSync("mount", ["-o", "remount,ro", folder]);
    },
    remove: () => {
      execFileSync("umount", ["-l", folder]);
      rmSync(parent, { recursive: true, force: true });
    },
  };
}

/** Whether this user may mount a disk here: root may, if no container forbids it. */
export function canMountDisks(): boolean {
  const probe = mkdtempSync(join(tmpdir(), "grillo-mount-"));
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", probe]).status === 0;
  if (mounted) spawnSync("umount", [probe]);
  rmSync(probe, { recursive: true });
  return mounted;
}
