import { ConsoleError } from "@/lib/domain/console-error";
import { getServiceContext } from "../runtime";
import type { BundleExports } from "../bundle/bundle-exports";
import type { ServiceContext } from "../service-context";
import type { ImportTracker } from "./import-tracker";
import type { WriterState } from "./store-keeper";
import type { StoreWriter } from "./store-writer";

/** What the running server shares with its route handlers: the read context, and the way to the writer. */
export interface ConsoleRuntime extends ServiceContext {
  readonly writer: StoreWriter;
  readonly imports: ImportTracker;
  readonly exports: BundleExports;
  readonly folder: string;
  readonly started_at_ms: number;
}

/** The runtime of this process. Throws storage-read-only where only reading was set up. */
export function consoleRuntime(): ConsoleRuntime {
  const context = getServiceContext();
  if (isRuntime(context)) return context;
  throw new ConsoleError("storage-read-only", "This process only reads the store.");
}

/** State of the writer behind a context; undefined where only reading was set up. */
export function writerStateOf(context: ServiceContext): WriterState | undefined {
  return isRuntime(context) ? context.writer.state : undefined;
}

function isRuntime(context: ServiceContext): context is ConsoleRuntime {
  return "writer" in context && "imports" in context;
}
