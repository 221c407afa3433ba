import type { Density } from "@/lib/client/inspector-params";

/** How each density is called, what it shows, and what choosing it does. */
export const densityWords: Readonly<
  Record<Density, { readonly name: string; readonly says: string; readonly does: string }>
> = {
  turns: {
    name: "Turns",
    says: "Each turn is a row, with its failures and findings",
    does: "turns and failures",
  },
  grouped: {
    name: "Grouped",
    says: "Runs of streaming events are one row",
    does: "runs of streaming events in one",
  },
  full: { name: "Full", says: "Every envelope is a row", does: "every envelope" },
};
