"use client";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useSyncExternalStore, type ReactNode } from "react";
import { themePreference } from "@/lib/client/preferences";
import { usePreference } from "@/lib/client/use-preference";
import { Rail } from "./rail";
import { shellDialog, showShellDialog } from "./shell-state";
import { destinations } from "./navigation";
import { useCommands } from "./use-commands";
import { orNotice } from "@/components/ui/lazy-part";

const CommandPalette = dynamic(
  () => orNotice(import("./command-palette").then((module) => module.CommandPalette)),
  {
    ssr: false,
  },
);
const ShortcutSheet = dynamic(
  () => orNotice(import("./shortcut-sheet").then((module) => module.ShortcutSheet)),
  {
    ssr: false,
  },
);
const Toasts = dynamic(() => orNotice(import("./toasts").then((module) => module.Toasts)), { ssr: false });

/** What stays while pages change: rail, commands that exist everywhere, dialogs, messages. */
export function Shell({ children }: { children: ReactNode }) {
  const router = useRouter();
  const [theme, setTheme] = usePreference(themePreference);
  const dialog = useSyncExternalStore(shellDialog.subscribe, shellDialog.get, () => "none" as const);
  useCommands("shell", [
    {
      id: "shell.palette",
      label: "Command palette",
      group: "General",
      keys: ["Mod+K"],
      hidden: true,
      run: () => showShellDialog("palette"),
    },
    {
      id: "shell.shortcuts",
      label: "Keyboard shortcuts",
      group: "General",
      keys: ["?"],
      run: () => showShellDialog("shortcuts"),
    },
    {
      id: "shell.next-pane",
      label: "Next pane",
      group: "General",
      keys: ["F6"],
      hidden: true,
      run: () => focusPane(1),
    },
    {
      id: "shell.previous-pane",
      label: "Previous pane",
      group: "General",
      keys: ["Shift+F6"],
      hidden: true,
      run: () => focusPane(-1),
    },
    {
      id: "shell.search",
      label: "Search or filter this page",
      group: "General",
      keys: ["/"],
      hidden: true,
      run: focusSearch,
    },
    ...(["system", "light", "dark"] as const)
      .filter((choice) => choice !== theme)
      .map((choice) => ({
        id: `theme.${choice}`,
        label: choice === "system" ? "Theme: as the system" : `Theme: ${choice}`,
        group: "Appearance",
        run: () => setTheme(choice),
      })),
    ...destinations.map(({ href, label }) => ({
      id: `go.${href.slice(1)}`,
      label: `Go to ${label.toLowerCase()}`,
      group: "Pages",
      run: () => router.push(href),
    })),
  ]);
  return (
    <div className="flex h-dvh flex-col overflow-hidden sm:flex-row">
      <a
        href="#main"
        className="sr-only z-toast rounded-control bg-accent px-3 py-1 text-canvas focus:not-sr-only focus:absolute focus:m-2"
      >
        Skip to the content
      </a>
      <Rail />
      {children}
      {dialog === "palette" && <CommandPalette onClose={() => showShellDialog("none")} />}
      {dialog === "shortcuts" && <ShortcutSheet onClose={() => showShellDialog("none")} />}
      <Toasts />
    </div>
  );
}

/** Moves the focus to the next or previous pane, wrapping around. Panes are elements with `data-pane`. */
function focusPane(step: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>("[data-pane]")].filter(
    (pane) => pane.offsetParent !== null,
  );
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  const pane = panes[(at + step + panes.length) % panes.length];
  if (pane === undefined) return;
  const inside = pane.querySelector<HTMLElement>("[data-pane-focus],[role=grid],[role=tree]");
  (inside ?? pane).focus();
}

/** Puts the cursor into the search field of the pane in use, else of the page. */
function focusSearch(): void {
  const pane = document.activeElement?.closest("[data-pane]");
  const field =
    pane?.querySelector<HTMLInputElement>("[role=search] input") ??
    document.querySelector<HTMLInputElement>("[role=search] input");
  field?.focus();
  field?.select();
}
