import type { ReadStore } from "@/db/store";
import type { ImportTracker } from "./import-tracker";
import type { WriterClient } from "./writer-client";

/** What the running server shares with its route handlers. */
export interface ConsoleRuntime {
  readonly store: ReadStore;
  readonly writer: WriterClient;
  readonly imports: ImportTracker;
  readonly folder: string;
  readonly started_at_ms: number;
  now(): number;
}

/** The bundler gives route handlers their own copy of this module, so the runtime is kept on the process. */
const key = Symbol.for("grillo.runtime");
const holder: { [key]?: ConsoleRuntime } = globalThis;

export function installRuntime(runtime: ConsoleRuntime): void {
  holder[key] = runtime;
}

/** The runtime of this process. Only `grillo serve` installs one; without it routes cannot work. */
export function consoleRuntime(): ConsoleRuntime {
  const runtime = holder[key];
  if (runtime === undefined) throw new Error("no runtime is installed; start the console with `grillo serve`");
  return runtime;
}
