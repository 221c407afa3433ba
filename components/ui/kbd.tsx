"use client";
import clsx from "clsx";
import { useSyncExternalStore } from "react";
import { printKeys } from "@/lib/client/keyboard";
import { isApple } from "@/lib/client/platform";

const never = () => () => undefined;

/** Whether the keyboard has a Command key. The server assumes not. */
export function useAppleKeyboard(): boolean {
  return useSyncExternalStore(never, isApple, () => false);
}

/** A key or chord as printed on the user's keyboard, e.g. `Mod+K`. */
export function Kbd({ keys, className }: { keys: string; className?: string }) {
  const apple = useAppleKeyboard();
  return (
    <kbd
      className={clsx(
        "inline-flex h-4.5 min-w-4.5 shrink-0 items-center justify-center rounded-control border bg-canvas px-1 font-sans text-2xs whitespace-nowrap text-fg-subtle",
        className,
      )}
    >
      {printKeys(keys, apple)}
    </kbd>
  );
}
