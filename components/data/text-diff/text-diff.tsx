"use client";
import dynamic from "next/dynamic";
import { Skeleton } from "@/components/ui/skeleton";
import type { DiffLinesProps } from "./diff-lines";

export type TextDiffProps = DiffLinesProps;

/** Two texts compared in one column. Loaded when first shown. */
export const TextDiff = dynamic<TextDiffProps>(
  () => import("./diff-lines").then((module) => module.DiffLines),
  {
    ssr: false,
    loading: () => (
      <div className="grid flex-1 content-start gap-3 p-4" role="status" aria-label="Loading the comparison">
        <Skeleton width="55%" />
        <Skeleton width="70%" />
      </div>
    ),
  },
);
