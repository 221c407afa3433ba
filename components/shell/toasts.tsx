"use client";
import { useEffect, useSyncExternalStore } from "react";
import { toast, Toaster } from "sonner";
import { drawMessages, type Message } from "@/lib/client/messages";

/** Short messages at the lower right: copied, exported, undone, refused. `showMessage` shows one. */
export function Toasts() {
  // Outside system: whoever has something to say, wherever it is.
  useEffect(() => drawMessages(drawToast), []);
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

/** Milliseconds: enough to read what failed, or to take back what was done. */
const longMs = 8_000;

function drawToast({ title, detail, failed = false, name, action }: Message): void {
  const show = failed ? toast.error : toast;
  show(title, {
    ...(detail === undefined ? {} : { description: detail }),
    ...(name === undefined ? {} : { id: name }),
    ...(failed || action !== undefined ? { duration: longMs } : {}),
    ...(action === undefined ? {} : { action: { label: action.label, onClick: action.run } }),
  });
}

function subscribeTheme(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}

function currentTheme(): "light" | "dark" {
  return document.documentElement.dataset["theme"] === "dark" ? "dark" : "light";
}
