"use client";
import dynamic from "next/dynamic";
import type { JsonTreeProps } from "./json-tree";
import { Skeleton } from "@/components/ui/skeleton";

export type JsonViewProps = JsonTreeProps;

/** A JSON payload as a searchable tree that stays quick at any size. Loaded when first shown. */
export const JsonView = dynamic<JsonViewProps>(
  () => import("./json-tree").then((module) => module.JsonTree),
  {
    ssr: false,
    loading: () => (
      <div className="grid flex-1 content-start gap-3 p-4" role="status" aria-label="Loading the payload">
        <Skeleton width="40%" />
        <Skeleton width="65%" />
        <Skeleton width="52%" />
      </div>
    ),
  },
);
