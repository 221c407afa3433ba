import type { Metadata } from "next";
import { ComparePage } from "@/components/compare/compare-page";

export const metadata: Metadata = { title: "Compare" };

/** Two conversations or two turns side by side; which ones, the address says. */
export default function Page() {
  return <ComparePage />;
}
