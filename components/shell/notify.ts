"use client";

export interface Notice {
  readonly title: string;
  readonly description?: string;
  /** One way to react, e.g. undo. */
  readonly action?: { readonly label: string; readonly onClick: () => void };
}

/** Shows a short message at the lower right. For outcomes of the user's own actions, never for failed reads. */
export function notify({ title, description, action }: Notice): void {
  // Loaded on first use: most visits show no message.
  void import("sonner").then(({ toast }) => toast(title, { description, action }));
}
