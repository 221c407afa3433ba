import { ConsoleError } from "@/lib/domain/console-error";
import type { ServiceContext } from "./service-context";

/**
 * The process-wide context, put here by whoever starts the process (server or development hook). It lives
 * on `globalThis` because the framework may load this module more than once.
 */
const place = Symbol.for("grillo.service-context");
type Holder = typeof globalThis & { [place]?: ServiceContext };

export function installServiceContext(context: ServiceContext): void {
  (globalThis as Holder)[place] = context;
}

/** The context of this process. Throws `overloaded` while the store is still being opened. */
export function getServiceContext(): ServiceContext {
  const context = (globalThis as Holder)[place];
  if (context === undefined)
    throw new ConsoleError("overloaded", "The console is still starting; try again.");
  return context;
}
