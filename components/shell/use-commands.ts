"use client";
import { useContext, useEffect, useLayoutEffect, useRef, useSyncExternalStore } from "react";
import type { Command, KeyboardRegistry } from "@/lib/client/keyboard";
import { RegistryContext } from "./command-provider";

/** The registry of this tab. Throws outside CommandProvider, which is a mistake in the program. */
export function useRegistry(): KeyboardRegistry {
  const registry = useContext(RegistryContext);
  if (registry === undefined) throw new Error("CommandProvider is missing above this component");
  return registry;
}

const noCommands: readonly Command[] = [];

/** Every command that exists now, newest scope first. */
export function useAllCommands(): readonly Command[] {
  const registry = useRegistry();
  return useSyncExternalStore(registry.subscribe, registry.commands, () => noCommands);
}

/**
 * Registers commands while the component is mounted. `scope` names the set within which ids and keys must
 * not clash; the scope mounted last wins. Handlers may change on every render; the registration is renewed
 * only when ids, labels or keys change.
 */
export function useCommands(scope: string, commands: readonly Command[]): void {
  const registry = useRegistry();
  const latest = useRef(commands);
  // Before the paint: a key that answers what is on the screen must not meet the handlers of what was there before.
  useLayoutEffect(() => {
    latest.current = commands;
  });
  const signature = JSON.stringify(
    commands.map(({ id, label, group, keys, hidden, ofWidget }) => [
      id,
      label,
      group,
      keys,
      hidden,
      ofWidget,
    ]),
  );
  useEffect(
    () =>
      registry.register(
        scope,
        latest.current.map((command) => ({
          ...command,
          run: () => latest.current.find(({ id }) => id === command.id)?.run(),
        })),
      ),
    [registry, scope, signature],
  );
}
