"use client";
import { lazy, type ComponentType } from "react";
import { ErrorState } from "./error-state";

/**
 * A part of a pane that comes later, for `dynamic` and `lazy`: when its code cannot be loaded, the pane says so
 * where the part would be, and whatever else is on screen stays. Without it React takes the whole page away.
 * Browsers and bundlers keep a failed chunk, so that only a new page can try again.
 */
export function orMissing<Props>(part: Promise<ComponentType<Props>>): Promise<ComponentType<Props>> {
  return part.catch((error: unknown) => () => <ErrorState error={error} />);
}

/** `lazy` for the component that a module exports as its default, which says in its place when it is missing. */
export function lazyPart<Props>(load: () => Promise<{ readonly default: ComponentType<Props> }>) {
  return lazy(async () => ({ default: await orMissing(load().then((module) => module.default)) }));
}

/** As `orMissing`, for what floats or stands in a line: dialogs, menus, marks. It says so in a corner. */
export function orNotice<Props>(part: Promise<ComponentType<Props>>): Promise<ComponentType<Props>> {
  return part.catch((error: unknown) => () => (
    <div className="fixed right-3 bottom-9 z-toast max-w-[min(36rem,calc(100vw-1.5rem))] rounded-float border bg-raised shadow-float">
      <ErrorState error={error} compact />
    </div>
  ));
}
