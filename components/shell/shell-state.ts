/** Which of the shell's own dialogs is open. One store, because palette, keys and buttons all open them. */
export type ShellDialog = "none" | "palette" | "shortcuts";

let open: ShellDialog = "none";
const listeners = new Set<() => void>();

export function showShellDialog(dialog: ShellDialog): void {
  open = dialog;
  for (const listener of listeners) listener();
}

export const shellDialog = {
  get: () => open,
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
