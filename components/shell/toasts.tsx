"use client";
import { useSyncExternalStore } from "react";
import { Toaster } from "sonner";

/** Short messages at the lower right: copied, exported, undone. `toast` from sonner shows one. */
export function Toasts() {
  const theme = useSyncExternalStore(subscribeTheme, currentTheme, () => "light" as const);
  return (
    <Toaster
      theme={theme}
      position="bottom-right"
      offset={36}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-80 items-start gap-2 rounded-float border bg-panel px-3 py-2 font-sans text-sm text-fg shadow-float",
          title: "font-medium",
          description: "text-xs text-fg-muted",
          actionButton:
            "ml-auto h-6 shrink-0 rounded-control border px-2 text-xs font-medium hover:bg-raised",
          icon: "mt-0.5",
        },
      }}
    />
  );
}

function subscribeTheme(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}

function currentTheme(): "light" | "dark" {
  return document.documentElement.dataset["theme"] === "dark" ? "dark" : "light";
}
