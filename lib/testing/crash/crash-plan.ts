import { writeSync } from "node:fs";
import type { Step, StepWatcher } from "@/db/steps";
import { breakWriter, type BrokenWriter } from "./broken-writers";

/** What is to happen at a step of the writer: die or fail the n-th time it is reached, or take its time each time. */
export type CrashPlan =
  | { readonly does: "kill"; readonly step: Step; readonly pass: number }
  | { readonly does: "fill-disk"; readonly step: Step; readonly pass: number }
  | { readonly does: "defect"; readonly step: Step; readonly pass: number }
  | { readonly does: "slow"; readonly step: Step; readonly ms: number }
  | { readonly does: "break"; readonly writer: BrokenWriter };

/** Environment variables by which a test tells the process that it starts. Nothing else reads them. */
export const planVariable = "GRILLO_CRASH_PLAN";
/** File descriptor on which the newest step is kept, one byte, so that the parent can look after a kill. */
export const stepVariable = "GRILLO_CRASH_STEP_FD";

/** Steps between which a kill is told apart by what the file holds. */
export const marks: readonly Step[] = ["batch-begun", "batch-written", "batch-committed"];

/** Does what the plans say, and keeps the newest step. */
export function watcherOf(plans: readonly CrashPlan[], stepFile: number | undefined): StepWatcher {
  const passes = new Map<CrashPlan, number>();
  return (step, sqlite) => {
    const mark = marks.indexOf(step);
    if (stepFile !== undefined && mark >= 0) writeSync(stepFile, Uint8Array.of(mark + 1), 0, 1, 0);
    for (const plan of plans) {
      if (plan.does === "break") breakWriter(plan.writer, step, sqlite);
      else if (plan.step === step) {
        const pass = (passes.get(plan) ?? 0) + 1;
        passes.set(plan, pass);
        if (plan.does === "slow") pause(plan.ms);
        else if (plan.pass === pass) perform(plan.does);
      }
    }
  };
}

function perform(deed: "kill" | "fill-disk" | "defect"): void {
  if (deed === "kill") die();
  if (deed === "fill-disk")
    throw Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" });
  setImmediate(() => {
    throw new Error("a planted defect");
  });
}

/** Ends the process as a power switch would; the thread waits for the signal to arrive. */
export function die(): void {
  process.kill(process.pid, "SIGKILL");
  pause(10_000);
}

/** Blocks the thread, as a disk does that takes its time. */
function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
