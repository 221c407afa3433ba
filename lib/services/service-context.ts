import type { ReadStore } from "@/db/store";

/** What a read service needs: the store and the clock. Injected, so that tests need no globals. */
export interface ServiceContext {
  readonly store: ReadStore;
  now(): number;
}
