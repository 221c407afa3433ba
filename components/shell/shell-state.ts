/** Which of the shell's own dialogs is open. One store, because palette, keys and buttons all open them. */
export type ShellDialog = "none" | "palette" | "shortcuts";

let open: ShellDialog = "none";
let typed = "";
const listeners = new Set<() => void>();

export function showShellDialog(dialog: ShellDialog): void {
  open = dialog;
  typed = "";
  for (const listener of listeners) listener();
}

export const shellDialog = {
  get: () => open,
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

/**
 * Keys that were pressed while a dialog was on its way: its code comes when it is first asked for, and who opens the
 * palette types on. They are meant for the dialog and must reach no shortcut of the page.
 */
export const typedAhead = {
  /** What was typed since the dialog was asked for; once. */
  take(): string {
    const taken = typed;
    typed = "";
    return taken;
  },
  add(key: string): void {
    if (key.length === 1) typed += key;
  },
};
