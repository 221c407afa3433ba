import type { SaveViewBody } from "@/lib/contracts/saved-view";

/** Views that come and go with the demo recording. */
export const demoViews: readonly SaveViewBody[] = [
  {
    name: "Demo: failures of providers and tools",
    page: "incidents",
    query: { q: "class:provider,tool -state:ignored", sort: "-occurrences" },
  },
  { name: "Demo: all three days", page: "overview", query: { q: "", time: "*" } },
];
