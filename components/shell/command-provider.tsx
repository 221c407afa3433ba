"use client";
import { createContext, useEffect, useState, type ReactNode } from "react";
import { createKeyboardRegistry, strokeOf, type KeyboardRegistry } from "@/lib/client/keyboard";
import { isApple } from "@/lib/client/platform";
import { shortcutsPreference } from "@/lib/client/preferences";
import { usePreference } from "@/lib/client/use-preference";
import { shellDialog, typedAhead } from "./shell-state";

export const RegistryContext = createContext<KeyboardRegistry | undefined>(undefined);

/** Holds the command registry of this tab and listens for keys. */
export function CommandProvider({ children }: { children: ReactNode }) {
  const [registry] = useState(createKeyboardRegistry);
  const [singleKeys] = usePreference(shortcutsPreference);
  // Outside system: the keyboard.
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const stroke = strokeOf(event, isApple());
      if (shellDialog.get() !== "none" && !stroke.modified && !isInDialog(event.target)) {
        event.preventDefault();
        typedAhead.add(event.key);
        return;
      }
      if (belongsToTarget(event.target, event.key, stroke.modified)) return;
      const command = registry.resolve(stroke, { editable: isEditable(event.target), singleKeys });
      if (command === undefined) return;
      event.preventDefault();
      command.run();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [registry, singleKeys]);
  return <RegistryContext value={registry}>{children}</RegistryContext>;
}

function isInDialog(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("[role=dialog],[role=menu]") !== null;
}

const textInputs = new Set([
  "text",
  "search",
  "url",
  "email",
  "tel",
  "number",
  "password",
  "date",
  "time",
  "datetime-local",
]);

function isEditable(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return textInputs.has(target.type);
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLElement && target.isContentEditable;
}

/**
 * Controls keep the keys that operate them: a focused button is pressed by Enter, whatever Enter means
 * elsewhere. Inside dialogs and menus only modified keys reach the page.
 */
function belongsToTarget(target: EventTarget | null, key: string, modified: boolean): boolean {
  if (!(target instanceof Element) || modified) return false;
  if (isInDialog(target)) return true;
  const operates =
    key === "Enter" || key === " " || key.startsWith("Arrow") || key === "Home" || key === "End";
  return operates && target.closest("a[href],button,summary,input,[role=tab],[role=separator]") !== null;
}
